using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Millennium;
using Syntra.Contracts;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Log;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Source;

/// <summary>
/// The poller of the source: the product's positions, overlap, memory of what is written, and recovery, over tables and topics in memory.
/// Here is only what stands in for SQL and for Kafka's transaction, and the moments at which the process dies.
/// </summary>
internal sealed class SourcePoller(SimHost host, MemoryLog broker, SimClock clock, SimTables tables, FormCounts counts)
{
    private const int MostRows = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Checkpoint = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, SourceWatermark> _watermarks = new(StringComparer.Ordinal);
    private readonly TimeSpan _overlap = host.Mutation.WithoutOverlap ? TimeSpan.Zero : TimeSpan.FromMinutes(5);
    private SourceProgress? _progress;
    private Death _next;

    private enum Death
    {
        None,
        BeforeCommit,
        AfterCommit,
    }

    /// <summary>Dies now, or in the next poll that has something to write, on either side of its transaction's commit.</summary>
    public void Crash(int when)
    {
        _next = (Death)when;
        if (_next == Death.None)
        {
            counts.Saw(Forms.CrashOfSource);
            _progress = null;
        }
    }

    /// <summary>No crash is left to come.</summary>
    public void CancelCrash() => _next = Death.None;

    /// <summary>One poll; true where it wrote something, or died over it.</summary>
    public bool Poll()
    {
        clock.Advance(Pause);
        _progress ??= new SourceRecovery(new MemorySourceHistory(broker, host.Topics, _watermarks.Values), _overlap, Margin, NullLogger.Instance).Recover(CancellationToken.None);
        var news = new List<SimRow>();
        var batch = Read(_progress, news);
        var watermarks = _progress.WatermarksOf(batch, Checkpoint);
        if (host.Mutation.WatermarksFirst)
        {
            Keep(watermarks);
        }

        if (news.Count > 0 && Dies(Death.BeforeCommit, Forms.CrashOfSourceBeforeCommit))
        {
            return true;
        }

        // One transaction: the records, and how far they reach.
        Keep(watermarks);
        news.ForEach(row => row.Write());
        if (news.Count > 0 && Dies(Death.AfterCommit, Forms.CrashOfSourceAfterCommit))
        {
            return true;
        }

        _progress.Apply(batch, watermarks.Count > 0, _overlap);
        tables.Polled();
        return news.Count > 0;
    }

    private bool Dies(Death at, string form)
    {
        if (_next != at)
        {
            return false;
        }

        counts.Saw(form);
        _next = Death.None;
        _progress = null;
        return true;
    }

    private void Keep(IReadOnlyList<SourceWatermark> watermarks)
    {
        foreach (var watermark in watermarks)
        {
            _watermarks[watermark.Stream] = watermark;
        }
    }

    private PollBatch Read(SourceProgress progress, List<SimRow> news)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var scans = new Dictionary<Keyset, KeysetScan>();
        var (charges, rows) = (new List<ReadCharge>(), new List<ReadRow>());
        var more = false;
        foreach (var keyset in tables.Keysets)
        {
            var found = new List<SimRow>();
            scans[keyset] = Scan(keyset, progress, now, found, ref more);
            foreach (var row in found)
            {
                if (row.Charge is { } charge && !progress.Written.Contains(row.Token, row.Version))
                {
                    charges.Add(new ReadCharge(charge, row.Token, row.UpdatedAt, DateTime.MinValue));
                    news.Add(row);
                }
                else if (row.Row is { } other && !progress.WrittenRows.Contains(other.EventId, row.Version))
                {
                    rows.Add(other);
                    news.Add(row);
                }
            }
        }

        return new PollBatch(now, scans, charges, rows, charges.Count + rows.Count, 0, more);
    }

    // As the product's scanner: what was dealt with does not count against the limit, and where the limit ends a scan the position goes there.
    private KeysetScan Scan(Keyset keyset, SourceProgress progress, DateTime now, List<SimRow> found, ref bool more)
    {
        var position = progress.Position(keyset, now);
        var (time, id) = position.NextStart(now, _overlap);
        var fresh = new List<(ChangedRow, DateTime)>();
        var furthest = (Time: DateTime.MinValue, Id: long.MinValue);
        foreach (var row in tables.After(keyset, time, (long)id, now - Lag))
        {
            furthest = (row.UpdatedAt, row.Id);
            var changed = new ChangedRow(row.UpdatedAt, row.Id, row.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Id);
            if (progress.Scanned(keyset).Contains(changed, row.UpdatedAt))
            {
                continue;
            }

            fresh.Add((changed, row.UpdatedAt));
            found.Add(row);
            if (fresh.Count == MostRows)
            {
                more = true;
                return new KeysetScan(new KeysetPosition(furthest.Time, furthest.Id, now), fresh);
            }
        }

        return new KeysetScan(position.AfterAll(furthest.Time, furthest.Id, now), fresh);
    }
}
