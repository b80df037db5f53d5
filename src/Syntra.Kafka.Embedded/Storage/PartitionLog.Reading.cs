using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage;

internal sealed partial class PartitionLog
{
    private const int WindowSize = 4096;

    /// <summary>Whole batches from the offset on, at most <paramref name="maxBytes"/> unless the first batch alone is larger and is wanted.</summary>
    public FetchResult Fetch(long offset, int maxBytes, bool committedOnly, bool atLeastOne)
    {
        lock (gate)
        {
            var high = Active.NextOffset;
            var stable = StableOffset;
            if (closed)
            {
                return new(ErrorCode.UnknownTopicOrPartition, -1, -1, -1);
            }

            if (offset < logStart || offset > high)
            {
                return new(ErrorCode.OffsetOutOfRange, high, stable, logStart);
            }

            var end = committedOnly ? stable : high;
            var found = new FetchResult(ErrorCode.None, high, stable, logStart);
            return offset >= end ? found : Slice(found, offset, end, maxBytes, committedOnly, atLeastOne);
        }
    }

    /// <summary>First record with a timestamp at or after the given one; null where there is none before the bound.</summary>
    public OffsetAtTime? FindByTime(long timestamp, bool committedOnly)
    {
        lock (gate)
        {
            var end = committedOnly ? StableOffset : Active.NextOffset;
            foreach (var segment in segments)
            {
                if (segment.Index.MaxTimestamp >= timestamp && FindByTime(segment, timestamp, end, markers: false) is { } hit)
                {
                    return hit;
                }
            }

            return null;
        }
    }

    /// <summary>The record with the highest timestamp, which may be the end marker of a transaction, as on Kafka; null for an empty log.</summary>
    public OffsetAtTime? FindMaxTimestamp()
    {
        lock (gate)
        {
            var latest = segments.MaxBy(s => s.Index.MaxTimestamp)!;
            return latest.Index.MaxTimestamp < 0 ? null : FindByTime(latest, latest.Index.MaxTimestamp, Active.NextOffset, markers: true);
        }
    }

    public IReadOnlyList<ProducerSnapshot> DescribeProducers()
    {
        lock (gate)
        {
            return [.. producers.All.Select(p => new ProducerSnapshot(
                p.ProducerId, p.Epoch, p.LastSequence, p.LastTimestamp, p.CoordinatorEpoch, p.TransactionStart))];
        }
    }

    private FetchResult Slice(FetchResult found, long offset, long end, int maxBytes, bool committedOnly, bool atLeastOne)
    {
        for (var i = SegmentFor(offset); i < segments.Count; i++)
        {
            var segment = segments[i];
            if (segment.NextOffset <= offset || !TryLocate(segment, offset, end, maxBytes, atLeastOne, out var at, out var length, out var until))
            {
                continue;
            }

            if (length == 0 || !segment.TryAcquire())
            {
                return found;
            }

            return found with
            {
                Slice = new LogSlice(segment, at, length),
                Aborted = committedOnly ? AbortedBetween(i, offset, until) : [],
            };
        }

        return found;
    }

    /// <summary>Range of whole batches in one segment; false where it holds nothing at or after the offset (compaction leaves holes).</summary>
    private static bool TryLocate(
        LogSegment segment, long offset, long end, int maxBytes, bool atLeastOne, out long at, out int length, out long until)
    {
        at = -1;
        length = 0;
        until = offset;
        var cursor = new HeaderCursor(segment, segment.Index.FloorByOffset(offset - segment.BaseOffset), segment.Size, stackalloc byte[WindowSize]);
        while (cursor.Next() && cursor.Header.LastOffset < offset)
        {
        }

        if (cursor.Header.TotalSize == 0 || cursor.Header.LastOffset < offset)
        {
            return false;
        }

        at = cursor.Position;
        var first = cursor.Header;
        if (first.BaseOffset >= end || (first.TotalSize > maxBytes && !atLeastOne))
        {
            return true;
        }

        var wanted = Math.Max(at + first.TotalSize, Math.Min(at + maxBytes, segment.Size));
        until = first.LastOffset + 1;
        length = first.TotalSize;
        var jump = segment.Index.FloorByPosition(wanted);
        if (jump > at && !Overshoots(segment, jump, end))
        {
            cursor = new HeaderCursor(segment, jump, segment.Size, stackalloc byte[WindowSize]);
            length = (int)(jump - at);
        }

        while (cursor.Next() && cursor.Header.BaseOffset < end && cursor.Position + cursor.Header.TotalSize <= wanted)
        {
            length = (int)(cursor.Position + cursor.Header.TotalSize - at);
            until = cursor.Header.LastOffset + 1;
        }

        return true;
    }

    private static bool Overshoots(LogSegment segment, int position, long end)
    {
        var cursor = new HeaderCursor(segment, position, segment.Size, stackalloc byte[BatchHeader.Size]);
        return !cursor.Next() || cursor.Header.BaseOffset >= end;
    }

    private List<AbortedTransaction> AbortedBetween(int fromSegment, long offset, long until)
    {
        var result = new List<AbortedTransaction>();
        for (var i = fromSegment; i < segments.Count; i++)
        {
            foreach (var aborted in segments[i].Index.Aborted)
            {
                if (aborted.LastOffset >= offset && aborted.FirstOffset < until)
                {
                    result.Add(aborted);
                }
            }
        }

        return result;
    }

    private OffsetAtTime? FindByTime(LogSegment segment, long timestamp, long end, bool markers)
    {
        var cursor = new HeaderCursor(segment, segment.Index.FloorByTimestamp(timestamp), segment.Size, stackalloc byte[WindowSize]);
        while (cursor.Next() && cursor.Header.BaseOffset < end)
        {
            if ((markers || !cursor.Header.IsControl) && cursor.Header.LastOffset >= logStart && cursor.Header.MaxTimestamp >= timestamp)
            {
                var body = new byte[cursor.Header.TotalSize];
                segment.ReadExactly(body, cursor.Position);
                if (BatchTimes.FirstAtOrAfter(body, cursor.Header, timestamp, logStart) is { } hit)
                {
                    return hit;
                }
            }
        }

        return null;
    }

    /// <summary>Index of the last segment that starts at or before the offset.</summary>
    private int SegmentFor(long offset)
    {
        int low = 0, high = segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (segments[middle].BaseOffset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
