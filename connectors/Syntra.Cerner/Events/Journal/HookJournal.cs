using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Gaps;

namespace Syntra.Cerner.Events.Journal;

/// <summary>
/// What the receiver remembers: messages and events seen, and the state of every subscription. One thread writes, and gathers what is
/// waiting into one transaction, so that many answers share its cost. One journal belongs to one instance of one tenant.
/// </summary>
public sealed class HookJournal : IGapLedger, IAsyncDisposable
{
    private const int LargestBatch = 512;
    private const int ForgetPiece = 2_000;
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    private readonly JournalDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TimeSpan _memory;
    private readonly Channel<JournalWork> _waiting = Channel.CreateUnbounded<JournalWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;
    private volatile Dictionary<(string Sender, string Subscription), SubscriptionState> _states;
    private DateTimeOffset _forgotAt;

    /// <summary>Opens or makes the journal.</summary>
    /// <param name="path">The SQLite file.</param>
    /// <param name="memory">How long a message or event is remembered: longer than any sender goes on repeating it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Where faults are logged.</param>
    public HookJournal(string path, TimeSpan memory, TimeProvider time, ILoggerFactory loggers)
    {
        _database = new JournalDatabase(path);
        _time = time;
        _log = loggers.CreateLogger<HookJournal>();
        _memory = memory;
        _states = Load();
        _forgotAt = time.GetUtcNow();
        _loop = Task.Run(RunAsync);
    }

    /// <inheritdoc />
    public IReadOnlyList<SubscriptionState> Subscriptions => [.. _states.Values];

    /// <inheritdoc />
    public Task FilledAsync(string sender, string subscription, long generation, long from, long until) =>
        ChangeAsync(sender, subscription, state => GapDetector.Fill(state, generation, from, until));

    /// <inheritdoc />
    public Task ResolvedAsync(string sender, string subscription, string requestId) =>
        ChangeAsync(sender, subscription, state => GapSchedule.Resolve(state, requestId));

    /// <summary>Writes what is waiting, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _database.Dispose();
    }

    internal SeenKey? Find(SeenKey key) => _database.Find(key);

    /// <summary>Remembers; returns when it is in the file.</summary>
    internal Task RememberAsync(IReadOnlyList<SeenEntry> seen, string sender, string? subscription, Func<SubscriptionState, SubscriptionState>? change)
    {
        var work = new JournalWork(seen, sender, subscription, change);
        return _waiting.Writer.TryWrite(work) ? work.Done.Task : Task.FromException(new ObjectDisposedException(nameof(HookJournal)));
    }

    internal Task ChangeAsync(string sender, string subscription, Func<SubscriptionState, SubscriptionState> change) => RememberAsync([], sender, subscription, change);

    private async Task RunAsync()
    {
        var batch = new List<JournalWork>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var work))
            {
                batch.Add(work);
            }

            Write(batch);
        }
    }

    // Readers see the new states only when they are in the file; a failed batch leaves both as they were.
    private void Write(List<JournalWork> batch)
    {
        var now = _time.GetUtcNow();
        try
        {
            var states = new Dictionary<(string Sender, string Subscription), SubscriptionState>(_states);
            using (var transaction = _database.Begin())
            {
                foreach (var state in Apply(batch, states, now))
                {
                    _database.Keep(state);
                }

                if (now - _forgotAt >= ForgetInterval)
                {
                    _forgotAt = _database.Forget(now - _memory, ForgetPiece) < ForgetPiece ? now : _forgotAt;
                }

                transaction.Commit();
            }

            _states = states;
            batch.ForEach(work => work.Done.TrySetResult());
        }
        // The writer's boundary: whoever waits gets the exception, and the loop goes on for the next batch.
        catch (Exception e)
        {
            _log.LogError("The journal of webhooks cannot be written: {Fault} {Code}", e.GetType().Name, (e as SqliteException)?.SqliteErrorCode);
            batch.ForEach(work => work.Done.TrySetException(e));
        }
    }

    private IEnumerable<SubscriptionState> Apply(List<JournalWork> batch, Dictionary<(string Sender, string Subscription), SubscriptionState> states, DateTimeOffset now)
    {
        var changed = new HashSet<(string Sender, string Subscription)>();
        foreach (var work in batch)
        {
            foreach (var entry in work.Seen)
            {
                _database.See(entry, now);
            }

            if (work is { Subscription: { } subscription, Change: { } change })
            {
                var key = (work.Sender, subscription);
                var before = states.GetValueOrDefault(key) ?? new SubscriptionState { Sender = work.Sender, Subscription = subscription, LastHeardAt = now };
                states[key] = change(before);
                changed.Add(key);
            }
        }

        return changed.Select(key => states[key]);
    }

    private Dictionary<(string Sender, string Subscription), SubscriptionState> Load() =>
        _database.States().ToDictionary(s => (s.Sender, s.Subscription));

    private sealed record JournalWork(IReadOnlyList<SeenEntry> Seen, string Sender, string? Subscription, Func<SubscriptionState, SubscriptionState>? Change)
    {
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
