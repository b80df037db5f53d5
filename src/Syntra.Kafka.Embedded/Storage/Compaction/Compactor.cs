using Microsoft.Extensions.Logging;

namespace Syntra.Kafka.Embedded.Storage.Compaction;

/// <summary>What one pass works on: leased segments from the log's start, all but the active one and all below the last stable offset.</summary>
internal sealed record CompactionPlan(
    IReadOnlyList<LogSegment> Segments, IReadOnlyCollection<AbortedTransaction> Aborted, long CleanedUpTo, LogConfig Config, long Now);

/// <summary>One rewritten file and the segments that it stands for; <see cref="Output"/> is null where nothing of them is left.</summary>
internal sealed record CompactedGroup(IReadOnlyList<LogSegment> Sources, LogSegment? Output);

/// <summary>
/// Rewrites segments so that the latest record per key stays. Aborted data goes; markers go once their data has gone and
/// delete.retention.ms has passed; tombstones go after a pass has seen them and delete.retention.ms has passed. Batches in a codec that
/// cannot be opened here stay whole, and so do all tombstones then, since an older value may hide in such a batch.
/// </summary>
internal sealed class Compactor(CompactionPlan plan, StorageContext context)
{
    private const int LargestMap = 4_000_000;
    private readonly OffsetMap map = new(LargestMap);
    private readonly TransactionLens transactions = new(plan.Aborted);
    private bool sealedBatches;

    /// <summary>The offset up to which this pass cleaned.</summary>
    public long CleanedUpTo { get; private set; }

    public IEnumerable<CompactedGroup> Run()
    {
        BuildMap();
        foreach (var group in Groups())
        {
            yield return new(group, Rewrite(group));
        }
    }

    /// <summary>Visits every batch of a segment; stops where the visitor returns false.</summary>
    private static void Visit(LogSegment segment, Func<byte[], BatchHeader, bool> visit)
    {
        var position = 0L;
        Span<byte> prefix = stackalloc byte[BatchHeader.Size];
        while (position + BatchHeader.Size <= segment.Size)
        {
            segment.ReadExactly(prefix, position);
            var batch = new byte[BatchHeader.Read(prefix).TotalSize];
            segment.ReadExactly(batch, position);
            if (!visit(batch, BatchHeader.Read(batch)))
            {
                return;
            }

            position += batch.Length;
        }
    }

    private void BuildMap()
    {
        foreach (var segment in plan.Segments)
        {
            var dirty = segment.NextOffset > plan.CleanedUpTo;
            Visit(segment, (batch, header) =>
            {
                if (!header.IsControl && !transactions.IsAborted(header))
                {
                    Note(batch, header, dirty);
                }

                return true;
            });
            CleanedUpTo = segment.NextOffset;
            if (map.IsFull)
            {
                return;
            }
        }
    }

    private void Note(byte[] batch, BatchHeader header, bool dirty)
    {
        if (!BatchBody.CanOpen(header.Codec))
        {
            sealedBatches = true;
            return;
        }

        if (!dirty || BatchBody.TryOpen(batch, header) is not { } body)
        {
            return;
        }

        var reader = new RecordReader(body.Span, header);
        while (reader.Next())
        {
            if (reader.HasKey)
            {
                map.Note(reader.Key, reader.Offset);
            }
        }
    }

    /// <summary>Neighbours share an output file as long as their sizes fit into one segment.</summary>
    private IEnumerable<List<LogSegment>> Groups()
    {
        var group = new List<LogSegment>();
        foreach (var segment in plan.Segments.Where(s => s.NextOffset <= CleanedUpTo))
        {
            var size = group.Sum(s => s.Size) + segment.Size;
            if (group.Count > 0 && (size > plan.Config.SegmentBytes || segment.NextOffset - group[0].BaseOffset > int.MaxValue))
            {
                yield return group;
                group = [];
            }

            group.Add(segment);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private LogSegment? Rewrite(List<LogSegment> sources)
    {
        var first = sources[0];
        var output = LogSegment.Create(Path.GetDirectoryName(first.Path)!, first.BaseOffset, plan.Now, ".clean");
        foreach (var source in sources)
        {
            var aged = plan.Now - source.LastWriteMs > plan.Config.DeleteRetentionMs;
            var filter = new BatchFilter(map, aged && !sealedBatches, plan.CleanedUpTo);
            Visit(source, (batch, header) =>
            {
                if (Keep(batch, header, filter, aged) is { } kept)
                {
                    output.Append(kept, BatchHeader.Read(kept), context.WriteFault);
                    transactions.NoteKept(header);
                }

                return true;
            });
        }

        if (output.Size == 0)
        {
            output.Drop();
            return null;
        }

        context.Logger.LogDebug(
            "compaction: {Segment} and {More} more, {Before} to {After} bytes", first.Path, sources.Count - 1, sources.Sum(s => s.Size), output.Size);
        output.Flush();
        output.LastWriteMs = sources.Max(s => s.LastWriteMs);
        return output;
    }

    private byte[]? Keep(byte[] batch, BatchHeader header, BatchFilter filter, bool aged)
    {
        if (header.IsControl)
        {
            return transactions.TakeHasData(header) || !aged ? batch : null;
        }

        return transactions.IsAborted(header) ? null : filter.Apply(batch, header);
    }
}
