using System.Diagnostics.Metrics;

namespace Syntra.Cerner.Millennium;

/// <summary>Counters of the source, on meter <c>Syntra.Cerner.Millennium</c>, tagged with the tenant.</summary>
internal sealed class MillenniumMetrics : IDisposable
{
    private readonly Meter _meter = new("Syntra.Cerner.Millennium");
    private readonly Counter<long> _scanned;
    private readonly Counter<long> _written;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _seconds;
    private readonly KeyValuePair<string, object?> _tenant;

    internal MillenniumMetrics(string tenant)
    {
        _tenant = new KeyValuePair<string, object?>("tenant", tenant);
        _scanned = _meter.CreateCounter<long>("syntra.source.rows.read", "{row}", "Rows that the keyset scans returned");
        _written = _meter.CreateCounter<long>("syntra.source.records.written", "{record}", "Raw records committed");
        _duplicates = _meter.CreateCounter<long>("syntra.source.duplicates", "{record}", "Versions read again in the overlap and not written again");
        _failures = _meter.CreateCounter<long>("syntra.source.failures", "{failure}", "Polls that failed");
        _seconds = _meter.CreateHistogram<double>("syntra.source.poll.duration", "s", "Time of a poll, its Kafka transaction included");
    }

    public void Dispose() => _meter.Dispose();

    internal void Polled(PollResult result, TimeSpan elapsed)
    {
        _scanned.Add(result.RowsScanned, _tenant);
        _written.Add(result.RecordsWritten, _tenant);
        _duplicates.Add(result.Duplicates, _tenant);
        _seconds.Record(elapsed.TotalSeconds, _tenant);
    }

    internal void Failed() => _failures.Add(1, _tenant);
}
