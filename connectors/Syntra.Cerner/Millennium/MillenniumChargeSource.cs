using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;

namespace Syntra.Cerner.Millennium;

/// <summary>
/// Polls Millennium's CHARGE table, with the changes of CHARGE_MOD and ENCOUNTER, into the tenant's raw topic. Every version of a
/// charge that a poll sees is written once, whatever crashes in between; nothing is lost as long as no transaction of the database
/// stays open longer than the overlap. Not thread safe: one caller at a time.
/// </summary>
public sealed class MillenniumChargeSource : IDisposable
{
    private readonly MillenniumSourceOptions _options;
    private readonly MillenniumReader _reader;
    private readonly ISchemaRegistryClient _registry;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly MillenniumMetrics _metrics;
    private readonly Backoff _backoff;
    private SourceSession? _session;

    /// <summary>Makes a source; nothing is opened yet.</summary>
    /// <param name="options">Checked here; <see cref="MillenniumSourceOptions.Validate"/> tells the reasons beforehand.</param>
    /// <param name="connect">Makes a closed connection to the Millennium database; reading rights are enough.</param>
    /// <param name="dialect">The database's dialect.</param>
    /// <param name="registry">Schema Registry.</param>
    /// <param name="time">Only for pauses and durations; "now" is always the database's.</param>
    /// <param name="loggers">Where counts and ids are logged; never values.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every reason.</exception>
    public MillenniumChargeSource(
        MillenniumSourceOptions options, Func<DbConnection> connect, IMillenniumDialect dialect, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _options = options;
        _reader = new MillenniumReader(connect, dialect, options);
        _registry = registry;
        _time = time;
        _log = loggers.CreateLogger<MillenniumChargeSource>();
        _metrics = new MillenniumMetrics(options.Tenant);
        // Seeded by the id, so that the sources of many tenants before one database do not come back in step.
        var seed = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(options.TransactionalId)));
        _backoff = new Backoff(options.BackoffBase, options.BackoffCap, new Random(seed));
    }

    /// <summary>Raised on every change of <see cref="State"/>, on the source's own thread.</summary>
    public event EventHandler<MillenniumSourceStateChangedEventArgs>? StateChanged;

    /// <summary>What it is doing now.</summary>
    public MillenniumSourceState State { get; private set; } = MillenniumSourceState.Created;

    /// <summary>Code of the last failure, without values; null once a poll went well.</summary>
    public string? LastError { get; private set; }

    /// <summary>The last poll that went well; null before the first.</summary>
    public PollResult? LastPoll { get; private set; }

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
                var result = await PollOnceAsync(ct).ConfigureAwait(false);
                if (!result.More)
                {
                    MoveTo(MillenniumSourceState.Waiting);
                    await Task.Delay(_options.PollInterval, _time, ct).ConfigureAwait(false);
                }
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

    /// <summary>
    /// One poll with its Kafka transaction; starts the session if there is none. Failures are thrown as they are, with the position
    /// unmoved; the next call goes on from there.
    /// </summary>
    public async Task<PollResult> PollOnceAsync(CancellationToken ct = default)
    {
        if (_session is null)
        {
            MoveTo(MillenniumSourceState.Recovering);
            _session = await SourceSession.OpenAsync(_options, _reader, _registry, () => BeforeCommit?.Invoke(), _log, ct).ConfigureAwait(false);
        }

        MoveTo(MillenniumSourceState.Polling);
        var started = _time.GetTimestamp();
        try
        {
            var result = await _session.PollAsync(ct).ConfigureAwait(false);
            Note(result, _time.GetElapsedTime(started));
            return result;
        }
        catch (Exception e) when (MustStartOver(e))
        {
            // The producer's state is unknown or lost; what Kafka holds is the truth.
            _session.Dispose();
            _session = null;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
        _metrics.Dispose();
    }

    private static bool MustStartOver(Exception e) =>
        SourceErrors.KindOf(e) is not (SourceErrorKind.Aborted or SourceErrorKind.DatabaseRetriable);

    private void Note(PollResult result, TimeSpan elapsed)
    {
        _metrics.Polled(result, elapsed);
        _backoff.Reset();
        LastError = null;
        LastPoll = result;
        if (result.RecordsWritten > 0)
        {
            _log.LogInformation(
                "Wrote {Records} raw charges ({Scanned} rows scanned, {Duplicates} known) in {Milliseconds} ms; {Total} in all",
                result.RecordsWritten, result.RowsScanned, result.Duplicates, (long)elapsed.TotalMilliseconds, result.TotalWritten);
        }
    }

    private async Task HandleAsync(Exception e, CancellationToken ct)
    {
        var kind = SourceErrors.KindOf(e);
        LastError = SourceErrors.CodeOf(e);
        _metrics.Failed();
        if (kind is SourceErrorKind.Fenced or SourceErrorKind.Fatal)
        {
            Stop(e, kind == SourceErrorKind.Fenced);
        }

        MoveTo(MillenniumSourceState.BackingOff);
        var pause = _backoff.Next();
        _log.LogWarning(
            "Poll failed ({Kind}, {Code}); attempt {Attempt} in {Milliseconds} ms from the same position",
            kind, LastError, _backoff.Failures + 1, (long)pause.TotalMilliseconds);
        try
        {
            await Task.Delay(pause, _time, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends at its condition.
        }
    }

    private void Stop(Exception e, bool fenced)
    {
        MoveTo(fenced ? MillenniumSourceState.Fenced : MillenniumSourceState.Failed);
        var message = fenced
            ? $"Another instance of the Millennium source of tenant {_options.Tenant} has taken over; this one stops."
            : $"The Millennium source of tenant {_options.Tenant} stops: {LastError}. Mend the cause and start it again; it goes on where it was.";
        _log.LogError("{Message}", message);
        throw new SourceStoppedException(message, fenced, e);
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
