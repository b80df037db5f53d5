using Microsoft.Extensions.Logging;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>What recovery hands to a log.</summary>
internal sealed record RecoveredLog(List<LogSegment> Segments, ProducerStates Producers, long LogStart, long CleanedUpTo);

/// <summary>
/// Opens the segments of a folder after a clean stop or a crash: trusts what the checkpoint covers, scans the rest with CRC and offset
/// checks, truncates at the first batch that is not whole, and rebuilds producers and index from what it scanned.
/// </summary>
internal static class LogRecovery
{
    public static RecoveredLog Run(string directory, StorageContext context)
    {
        foreach (var leftover in Directory.EnumerateFiles(directory, "*.tmp").Concat(Directory.EnumerateFiles(directory, "*.clean*")))
        {
            File.Delete(leftover);
        }

        var segments = Directory.EnumerateFiles(directory, "*.log").Order(StringComparer.Ordinal)
            .Select(path => LogSegment.Open(path, context.Now)).ToList();
        var checkpoint = Checkpoint.Decode(AtomicFile.Read(PartitionLog.CheckpointPath(directory)));
        var logStart = Math.Max(checkpoint?.LogStart ?? 0, segments.Count == 0 ? 0 : segments[0].BaseOffset);
        if (segments.Count == 0)
        {
            segments.Add(LogSegment.Create(directory, Math.Max(logStart, checkpoint?.NextOffset ?? 0), context.Now));
            return new(segments, new ProducerStates(), segments[0].BaseOffset, 0);
        }

        for (var i = segments.Count - 1; i > 0; i--)
        {
            DropIfMerged(segments, i);
        }

        var trusted = checkpoint is not null && (checkpoint.BootId.Length == 0 || checkpoint.BootId == context.BootId);
        var usable = trusted && Usable(checkpoint!, segments);
        var producers = new ProducerStates();
        foreach (var producer in usable ? checkpoint!.Producers : [])
        {
            producers.Restore(producer);
        }

        var from = usable ? segments.FindIndex(s => s.BaseOffset == checkpoint!.SegmentBase) : 0;
        Scan(segments, from, usable ? checkpoint : null, producers, context);
        return new(segments, producers, Math.Max(logStart, segments[0].BaseOffset), checkpoint?.CleanedUpTo ?? 0);
    }

    /// <summary>A checkpoint counts only if everything in front of it is there: whole older segments with their indexes, and its own position.</summary>
    private static bool Usable(Checkpoint checkpoint, List<LogSegment> segments)
    {
        var at = segments.FindIndex(s => s.BaseOffset == checkpoint.SegmentBase);
        return at >= 0 && segments[at].Size >= checkpoint.Position && segments[at].Index.Covered >= checkpoint.Position
            && segments.Take(at).All(s => s.Index.Covered == s.Size && (s.Size > 0 || s.Index.NextOffset >= s.BaseOffset));
    }

    /// <summary>Compaction had merged this segment into its neighbour and was stopped before it could delete it.</summary>
    private static bool DropIfMerged(List<LogSegment> segments, int at)
    {
        var merged = segments[at].BaseOffset < segments[at - 1].NextOffset;
        if (merged)
        {
            segments[at].Drop();
            segments.RemoveAt(at);
        }

        return merged;
    }

    private static void Scan(List<LogSegment> segments, int from, Checkpoint? checkpoint, ProducerStates producers, StorageContext context)
    {
        for (var i = from; i < segments.Count; i++)
        {
            var segment = segments[i];
            if (i > 0 && DropIfMerged(segments, i))
            {
                i--;
                continue;
            }

            var resume = i == from && checkpoint is not null;
            segment.Index.TruncateTo(resume ? checkpoint!.Position : 0, resume ? checkpoint!.NextOffset : segment.BaseOffset);
            if (ScanSegment(segment, producers) is not { } torn)
            {
                continue;
            }

            context.Logger.LogWarning(
                "storage: {Segment} ends in an incomplete batch; cut from {Size} to {Good} bytes", segment.Path, segment.Size, torn);
            segment.Truncate(torn, segment.Index.NextOffset);
            foreach (var later in segments.Skip(i + 1).ToArray())
            {
                later.Drop();
                segments.Remove(later);
            }
        }
    }

    /// <summary>Takes in batches from the index's covered length on; returns the position of the first one that is not good, or null.</summary>
    private static long? ScanSegment(LogSegment segment, ProducerStates producers)
    {
        var buffer = new byte[1024 * 1024];
        var position = segment.Index.Covered;
        int have = 0, at = 0;
        while (true)
        {
            var need = have - at < BatchHeader.Size ? BatchHeader.Size : BatchHeader.Read(buffer.AsSpan(at)).TotalSize;
            if (need < BatchHeader.Size || position + need > segment.Size)
            {
                return position == segment.Size ? null : position;
            }

            if (have - at < need)
            {
                Refill(segment, ref buffer, ref have, ref at, position, need);
                continue;
            }

            if (!TryTakeIn(segment, buffer.AsSpan(at, need), position, producers))
            {
                return position;
            }

            at += need;
            position += need;
        }
    }

    private static void Refill(LogSegment segment, ref byte[] buffer, ref int have, ref int at, long position, int need)
    {
        if (need > buffer.Length)
        {
            buffer = new byte[need];
        }

        have = (int)Math.Min(buffer.Length, segment.Size - position);
        at = 0;
        segment.ReadExactly(buffer.AsSpan(0, have), position);
    }

    private static bool TryTakeIn(LogSegment segment, ReadOnlySpan<byte> batch, long position, ProducerStates producers)
    {
        var header = BatchHeader.Read(batch);
        if (header.Magic != 2 || header.BaseOffset < segment.Index.NextOffset || header.LastOffsetDelta < 0
            || Crc32C.Compute(batch[BatchHeader.CrcFrom..]) != header.Crc)
        {
            return false;
        }

        segment.Note(header, position);
        if (!header.IsControl)
        {
            producers.Append(header);
        }
        else if (ControlMarker.TryRead(batch, header, out var commit, out var coordinatorEpoch)
            && producers.End(header, commit, coordinatorEpoch) is { } aborted)
        {
            segment.Index.AddAborted(aborted);
        }

        return true;
    }
}
