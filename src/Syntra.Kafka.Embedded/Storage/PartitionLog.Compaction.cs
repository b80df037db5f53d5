using Syntra.Kafka.Embedded.Storage.Compaction;

namespace Syntra.Kafka.Embedded.Storage;

internal sealed partial class PartitionLog
{
    private long cleanedUpTo;

    /// <summary>
    /// Runs one compaction pass if the topic asks for it and enough is dirty. Appends and fetches go on meanwhile; each rewritten file
    /// takes its place under the lock, by a rename.
    /// </summary>
    public void Compact()
    {
        if (Plan() is not { } plan)
        {
            return;
        }

        try
        {
            var compactor = new Compactor(plan, context);
            var whole = true;
            foreach (var group in compactor.Run())
            {
                whole &= TrySwap(group);
            }

            lock (gate)
            {
                cleanedUpTo = whole ? Math.Max(cleanedUpTo, compactor.CleanedUpTo) : cleanedUpTo;
            }
        }
        finally
        {
            foreach (var segment in plan.Segments)
            {
                segment.Release();
            }
        }

        Flush(always: true);
    }

    private CompactionPlan? Plan()
    {
        lock (gate)
        {
            var now = context.Now;
            var settings = Config;
            if (closed || !settings.Compact)
            {
                return null;
            }

            if (Active.Size > 0 && now - Active.Created >= Math.Min(settings.SegmentMs, settings.MaxCompactionLagMs))
            {
                Roll();
            }

            var candidates = segments.Take(segments.Count - 1).TakeWhile(s => s.NextOffset <= StableOffset
                && (settings.MinCompactionLagMs == 0 || now - s.Index.MaxTimestamp >= settings.MinCompactionLagMs)).ToList();
            var dirty = candidates.Where(s => s.NextOffset > cleanedUpTo).ToList();
            var total = candidates.Sum(s => s.Size);
            var overdue = dirty.Count > 0 && now - dirty[0].Created >= settings.MaxCompactionLagMs;
            if (dirty.Count == 0 || (!overdue && dirty.Sum(s => s.Size) < settings.MinCleanableDirtyRatio * total))
            {
                return null;
            }

            return candidates.TrueForAll(s => s.TryAcquire())
                ? new(candidates, [.. segments.SelectMany(s => s.Index.Aborted)], cleanedUpTo, settings, now)
                : throw new InvalidOperationException("a segment of a live log cannot be leased");
        }
    }

    /// <summary>False where retention or deletion was quicker: then the rewritten file is thrown away.</summary>
    private bool TrySwap(CompactedGroup group)
    {
        lock (housekeeping)
        {
            return TrySwapExclusively(group);
        }
    }

    private bool TrySwapExclusively(CompactedGroup group)
    {
        lock (gate)
        {
            var at = segments.IndexOf(group.Sources[0]);
            if (closed || at < 0 || !segments.Skip(at).Take(group.Sources.Count).SequenceEqual(group.Sources))
            {
                group.Output?.Drop();
                return false;
            }

            segments.RemoveRange(at, group.Sources.Count);
            var rest = group.Sources;
            if (group.Output is not null)
            {
                group.Output.Replace(group.Sources[0]);
                segments.Insert(at, group.Output);
                group.Sources[0].Release();
                rest = [.. group.Sources.Skip(1)];
            }

            foreach (var source in rest)
            {
                source.Drop();
            }

            return true;
        }
    }
}
