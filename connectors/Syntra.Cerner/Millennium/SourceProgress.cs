using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>All that the source remembers between polls. It changes only by <see cref="Apply"/>, after the commit.</summary>
internal sealed class SourceProgress
{
    private readonly Dictionary<Keyset, KeysetPosition> _positions;
    private readonly Dictionary<Keyset, ScannedRows> _scanned = Keyset.Everything.ToDictionary(k => k, _ => new ScannedRows());

    internal SourceProgress(
        IReadOnlyDictionary<Keyset, KeysetPosition> positions, long rowsWritten, WrittenVersions written, WrittenVersions? writtenRows = null)
    {
        _positions = new Dictionary<Keyset, KeysetPosition>(positions);
        RowsWritten = rowsWritten;
        Written = written;
        WrittenRows = writtenRows ?? new WrittenVersions();
    }

    /// <summary>Raw records written since the beginning.</summary>
    internal long RowsWritten { get; private set; }

    internal WrittenVersions Written { get; }

    /// <summary>The same for rows that are records of their own, by event id.</summary>
    internal WrittenVersions WrittenRows { get; }

    internal DateTime? CheckpointedAt { get; private set; }

    internal static SourceProgress FromNothing() => new(new Dictionary<Keyset, KeysetPosition>(), 0, new WrittenVersions());

    internal ScannedRows Scanned(Keyset keyset) => _scanned[keyset];

    /// <summary>
    /// Where the keyset stands. A first read takes all charges from the beginning, with their encounters and codes as they are then;
    /// the keysets of its joined rows therefore only need what changes from that moment on.
    /// </summary>
    internal KeysetPosition Position(Keyset keyset, DateTime now)
    {
        if (_positions.TryGetValue(keyset, out var position))
        {
            return position;
        }

        return keyset == Keyset.Charge || Keyset.Rows.Contains(keyset) ? KeysetPosition.Beginning : new KeysetPosition(now, long.MinValue, now);
    }

    /// <summary>The watermarks that go with a batch into one transaction; none where nothing has to be written.</summary>
    internal IReadOnlyList<SourceWatermark> WatermarksOf(PollBatch batch, TimeSpan checkpointInterval) =>
        batch.Charges.Count > 0 || batch.Rows.Count > 0 || IsCheckpointDue(batch, checkpointInterval)
            ? [.. batch.Scans.Select(s => WatermarkCodec.ToWatermark(s.Key, s.Value.Position, RowsWritten + batch.Charges.Count))]
            : [];

    /// <summary>Takes over what a committed batch has done.</summary>
    internal void Apply(PollBatch batch, bool checkpointed, TimeSpan overlap)
    {
        foreach (var (keyset, scan) in batch.Scans)
        {
            _positions[keyset] = scan.Position;
            foreach (var (row, time) in scan.NewRows)
            {
                _scanned[keyset].Add(row, time);
            }
        }

        foreach (var charge in batch.Charges)
        {
            Written.Add(charge.Token, charge.Raw.SourceVersion, charge.ChargeTime, charge.JoinedTime);
        }

        foreach (var row in batch.Rows)
        {
            WrittenRows.Add(row.EventId, row.Version, row.UpdatedAt, row.UpdatedAt);
        }

        RowsWritten += batch.Charges.Count;
        CheckpointedAt = checkpointed ? batch.PolledAt : CheckpointedAt ?? batch.PolledAt;
        Forget(batch.PolledAt, overlap);
    }

    // Positions that move without records (encounters without charges, say) are kept from falling far behind what was read.
    private bool IsCheckpointDue(PollBatch batch, TimeSpan interval) =>
        batch.Scans.Any(s => s.Value.NewRows.Count > 0) && CheckpointedAt is { } last && batch.PolledAt - last >= interval;

    private void Forget(DateTime now, TimeSpan overlap)
    {
        DateTime Start(Keyset keyset) => Position(keyset, now).NextStart(now, overlap).Time;
        foreach (var keyset in Keyset.Everything)
        {
            _scanned[keyset].DropBefore(Start(keyset));
        }

        var joined = Start(Keyset.ChargeMod) < Start(Keyset.Encounter) ? Start(Keyset.ChargeMod) : Start(Keyset.Encounter);
        Written.DropBefore(Start(Keyset.Charge), joined);
        var rows = Keyset.Rows.Min(Start);
        WrittenRows.DropBefore(rows, rows);
    }
}
