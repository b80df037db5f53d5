using Microsoft.Extensions.Logging;

namespace Syntra.Cerner.Millennium;

/// <summary>Finds out how far the source has come: its watermarks, then the raw records that the first scans will meet again.</summary>
/// <param name="history">What is committed.</param>
/// <param name="overlap">How far each poll looks back.</param>
/// <param name="margin">How much further the records are looked up.</param>
/// <param name="log">Where counts are logged.</param>
internal sealed class SourceRecovery(ISourceHistory history, TimeSpan overlap, TimeSpan margin, ILogger log)
{
    internal SourceProgress Recover(CancellationToken ct)
    {
        var byStream = Keyset.Everything.ToDictionary(k => k.Stream, StringComparer.Ordinal);
        var watermarks = history.Watermarks(ct).Where(w => byStream.ContainsKey(w.Stream)).ToDictionary(w => byStream[w.Stream]);
        if (watermarks.Count == 0)
        {
            log.LogInformation("Millennium source starts from the beginning: no watermark yet");
            return SourceProgress.FromNothing();
        }

        var positions = watermarks.ToDictionary(w => w.Key, w => WatermarkCodec.ToPosition(w.Value));

        // A record's timestamp is the latest UPDT_DT_TM of its rows, so no record that a scan could meet again lies before the first one
        // that is not older than the scan's start.
        var since = positions.Values.Min(p => p.NextStart(p.PolledAt, overlap).Time) - margin;
        var (written, writtenRows) = (new WrittenVersions(), new WrittenVersions());
        history.Charges(since, record => Add(written, record, since), ct);
        history.Rows(since, record => Add(writtenRows, record, since), ct);
        var rows = watermarks.Values.Max(w => w.RowsWritten);
        log.LogInformation("Millennium source goes on after {Rows} raw records, {Versions} of them within the overlap", rows, written.Count);
        return new SourceProgress(positions, rows, written, writtenRows);
    }

    // Which of the joined rows has this time is not known here, so it counts for all of them: kept rather too long.
    private static void Add(WrittenVersions written, WrittenRecord record, DateTime since)
    {
        if (record.Time >= since)
        {
            written.Add(record.Name, record.Version, record.Time, record.Time);
        }
    }
}
