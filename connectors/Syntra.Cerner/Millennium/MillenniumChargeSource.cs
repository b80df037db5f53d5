using System.Data.Common;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Sources;

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
    private readonly SourceLoop _loop;
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
        _loop = new SourceLoop(
            $"Millennium source of tenant {options.Tenant}", new SourcePace(options.PollInterval, options.BackoffBase, options.BackoffCap, options.TransactionalId),
            state => StateChanged?.Invoke(this, new SourceStateChangedEventArgs(state)), time, _log);
    }

    /// <summary>Raised on every change of <see cref="State"/>, on the source's own thread.</summary>
    public event EventHandler<SourceStateChangedEventArgs>? StateChanged;

    /// <summary>What it is doing now.</summary>
    public SourceState State => _loop.State;

    /// <summary>Code of the last failure, without values; null once a poll went well.</summary>
    public string? LastError => _loop.LastError;

    /// <summary>The last poll that went well; null before the first.</summary>
    public PollResult? LastPoll { get; private set; }

    /// <summary>Called between the last record of a transaction and its commit; tests break off here.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <summary>Polls until cancelled. Failures that pass are waited out at the same position.</summary>
    /// <exception cref="SourceStoppedException">Another instance has taken over, or something is wrong that no waiting mends.</exception>
    public Task RunAsync(CancellationToken ct) => _loop.RunAsync(async token => (await PollOnceAsync(token).ConfigureAwait(false)).More, _metrics.Failed, ct);

    /// <summary>
    /// One poll with its Kafka transaction; starts the session if there is none. Failures are thrown as they are, with the position
    /// unmoved; the next call goes on from there.
    /// </summary>
    public async Task<PollResult> PollOnceAsync(CancellationToken ct = default)
    {
        if (_session is null)
        {
            _loop.MoveTo(SourceState.Recovering);
            _session = await SourceSession.OpenAsync(_options, _reader, _registry, () => BeforeCommit?.Invoke(), _log, ct).ConfigureAwait(false);
        }

        _loop.MoveTo(SourceState.Polling);
        var started = _time.GetTimestamp();
        try
        {
            var result = await _session.PollAsync(ct).ConfigureAwait(false);
            Note(result, _time.GetElapsedTime(started));
            return result;
        }
        catch (Exception e) when (SourceLoop.MustStartOver(e))
        {
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

    private void Note(PollResult result, TimeSpan elapsed)
    {
        _metrics.Polled(result, elapsed);
        _loop.Succeeded();
        LastPoll = result;
        if (result.RecordsWritten > 0)
        {
            _log.LogInformation(
                "Wrote {Records} raw charges ({Scanned} rows scanned, {Duplicates} known) in {Milliseconds} ms; {Total} in all",
                result.RecordsWritten, result.RowsScanned, result.Duplicates, (long)elapsed.TotalMilliseconds, result.TotalWritten);
        }
    }
}
