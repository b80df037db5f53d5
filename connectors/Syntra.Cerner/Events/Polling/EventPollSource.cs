using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Sources;

namespace Syntra.Cerner.Events.Polling;

/// <summary>What one poll did.</summary>
/// <param name="PolledAt">When it ended.</param>
/// <param name="EventsRead">States that the source showed.</param>
/// <param name="RecordsWritten">Of them those that were new, committed.</param>
/// <param name="TotalWritten">Records written since the beginning.</param>
public sealed record EventPollResult(DateTimeOffset PolledAt, int EventsRead, int RecordsWritten, long TotalWritten);

/// <summary>
/// Polls a system into the tenant's raw event topics, each state once: records and the position that covers them are one Kafka transaction.
/// Not thread safe: one caller at a time.
/// </summary>
public sealed class EventPollSource : IDisposable
{
    private readonly EventSourceOptions _options;
    private readonly IEventFeed _feed;
    private readonly ISchemaRegistryClient _registry;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SourceLoop _loop;
    private FeedSession? _session;

    /// <summary>Makes a source; nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every reason.</exception>
    internal EventPollSource(EventSourceOptions options, IEventFeed feed, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        (_options, _feed, _registry, _time) = (options, feed, registry, time);
        _log = loggers.CreateLogger<EventPollSource>();
        _loop = new SourceLoop(
            $"source {options.Name} of tenant {options.Tenant}", new SourcePace(options.PollInterval, options.BackoffBase, options.BackoffCap, options.TransactionalId),
            state => StateChanged?.Invoke(this, new SourceStateChangedEventArgs(state)), time, _log);
    }

    /// <summary>Raised on every change of <see cref="State"/>.</summary>
    public event EventHandler<SourceStateChangedEventArgs>? StateChanged;

    /// <summary>Name of the source.</summary>
    public string Name => _options.Name;

    /// <summary>What it is doing now.</summary>
    public SourceState State => _loop.State;

    /// <summary>Code of the last failure, without values; null once a poll went well.</summary>
    public string? LastError => _loop.LastError;

    /// <summary>The last poll that went well; null before the first.</summary>
    public EventPollResult? LastPoll { get; private set; }

    /// <summary>Called between the last record of a transaction and its commit; tests break off here.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <summary>Polls until cancelled. Failures that pass are waited out at the same position.</summary>
    /// <exception cref="SourceStoppedException">Another instance has taken over, or something is wrong that no waiting mends.</exception>
    public Task RunAsync(CancellationToken ct) => _loop.RunAsync(
        async token =>
        {
            await PollOnceAsync(token).ConfigureAwait(false);
            return false;
        },
        static () => { }, ct);

    /// <summary>One poll. Failures are thrown as they are; what was committed before stays, and the next call goes on from there.</summary>
    public async Task<EventPollResult> PollOnceAsync(CancellationToken ct = default)
    {
        if (_session is null)
        {
            _loop.MoveTo(SourceState.Recovering);
            _session = await FeedSession.OpenAsync(_options, _feed, _registry, () => BeforeCommit?.Invoke(), _time, _log, ct).ConfigureAwait(false);
        }

        _loop.MoveTo(SourceState.Polling);
        try
        {
            var result = await _session.PollAsync(ct).ConfigureAwait(false);
            _loop.Succeeded();
            LastPoll = result;
            if (result.RecordsWritten > 0)
            {
                _log.LogInformation("Source {Source} wrote {Records} events of {Read} read; {Total} in all", Name, result.RecordsWritten, result.EventsRead, result.TotalWritten);
            }

            return result;
        }
        catch (Exception e) when (SourceLoop.MustStartOver(e))
        {
            _session.Dispose();
            _session = null;
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
        (_feed as IDisposable)?.Dispose();
    }
}
