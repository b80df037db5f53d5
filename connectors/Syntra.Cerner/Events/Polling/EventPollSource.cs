using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;

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
    private readonly Backoff _backoff;
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
        _backoff = new Backoff(options.BackoffBase, options.BackoffCap, new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(options.TransactionalId)))));
    }

    /// <summary>Raised on every change of <see cref="State"/>.</summary>
    public event EventHandler<MillenniumSourceStateChangedEventArgs>? StateChanged;

    /// <summary>Name of the source.</summary>
    public string Name => _options.Name;

    /// <summary>What it is doing now.</summary>
    public MillenniumSourceState State { get; private set; } = MillenniumSourceState.Created;

    /// <summary>Code of the last failure, without values; null once a poll went well.</summary>
    public string? LastError { get; private set; }

    /// <summary>The last poll that went well; null before the first.</summary>
    public EventPollResult? LastPoll { get; private set; }

    /// <summary>Called between the last record of a transaction and its commit; tests break off here.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <summary>Polls until cancelled. Failures that pass are waited out at the same position.</summary>
    /// <exception cref="SourceStoppedException">Another instance has taken over, or something is wrong that no waiting mends.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await PollOnceAsync(ct).ConfigureAwait(false);
                MoveTo(MillenniumSourceState.Waiting);
                await Task.Delay(_options.PollInterval, _time, ct).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not SourceStoppedException)
            {
                await HandleAsync(e, ct).ConfigureAwait(false);
            }
        }

        MoveTo(MillenniumSourceState.Stopped);
    }

    /// <summary>One poll. Failures are thrown as they are; what was committed before stays, and the next call goes on from there.</summary>
    public async Task<EventPollResult> PollOnceAsync(CancellationToken ct = default)
    {
        if (_session is null)
        {
            MoveTo(MillenniumSourceState.Recovering);
            _session = await FeedSession.OpenAsync(_options, _feed, _registry, () => BeforeCommit?.Invoke(), _time, _log, ct).ConfigureAwait(false);
        }

        MoveTo(MillenniumSourceState.Polling);
        try
        {
            var result = await _session.PollAsync(ct).ConfigureAwait(false);
            _backoff.Reset();
            (LastError, LastPoll) = (null, result);
            if (result.RecordsWritten > 0)
            {
                _log.LogInformation("Source {Source} wrote {Records} events of {Read} read; {Total} in all", Name, result.RecordsWritten, result.EventsRead, result.TotalWritten);
            }

            return result;
        }
        catch (Exception e) when (SourceErrors.KindOf(e) is not (SourceErrorKind.Aborted or SourceErrorKind.DatabaseRetriable))
        {
            // The producer's state is unknown or lost; what Kafka holds is the truth.
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

    private async Task HandleAsync(Exception e, CancellationToken ct)
    {
        var kind = SourceErrors.KindOf(e);
        LastError = SourceErrors.CodeOf(e);
        if (kind is SourceErrorKind.Fenced or SourceErrorKind.Fatal)
        {
            var fenced = kind == SourceErrorKind.Fenced;
            MoveTo(fenced ? MillenniumSourceState.Fenced : MillenniumSourceState.Failed);
            throw new SourceStoppedException(
                fenced
                    ? $"Another instance of source {Name} of tenant {_options.Tenant} has taken over; this one stops."
                    : $"Source {Name} of tenant {_options.Tenant} stops: {LastError}. Mend the cause and start it again; it goes on where it was.",
                fenced, e);
        }

        MoveTo(MillenniumSourceState.BackingOff);
        var own = _backoff.Next();
        var pause = e is Fhir.Client.FhirFaultException { RetryAfter: { } asked } && asked > own ? asked : own;
        _log.LogWarning("Source {Source}: poll failed ({Kind}, {Code}); again in {Milliseconds} ms from the same position", Name, kind, LastError, (long)pause.TotalMilliseconds);
        try
        {
            await Task.Delay(pause, _time, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends at its condition.
        }
    }

    private void MoveTo(MillenniumSourceState next)
    {
        if (State == next)
        {
            return;
        }

        if (!MillenniumSourceTransitions.Allows(State, next))
        {
            throw new InvalidOperationException($"The source cannot go from {State} to {next}.");
        }

        State = next;
        StateChanged?.Invoke(this, new MillenniumSourceStateChangedEventArgs(next));
    }
}
