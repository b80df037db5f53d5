namespace Syntra.Kafka.Embedded.Storage;

internal sealed partial class PartitionLog
{
    // Taken before the gate: no flush may write a segment's index while compaction replaces that segment.
    private readonly Lock housekeeping = new();
    private long dirtyBytes;
    private long bytesSinceCheckpoint;
    private bool rolled;
    private long flushedSegment = -1;

    public long SizeOnDisk
    {
        get
        {
            lock (gate)
            {
                return segments.Sum(s => s.Size);
            }
        }
    }

    public int SegmentCount
    {
        get
        {
            lock (gate)
            {
                return segments.Count;
            }
        }
    }

    public void Watch(ILogObserver observer)
    {
        lock (observers)
        {
            observers.Add(observer);
        }
    }

    public void Unwatch(ILogObserver observer)
    {
        lock (observers)
        {
            observers.Remove(observer);
        }
    }

    /// <summary>
    /// Flushes what was appended since the last call, where the policy says so, and writes a checkpoint where enough has gathered or
    /// <paramref name="always"/> says so.
    /// The lock is not held while the disk works.
    /// </summary>
    public void Flush(bool always)
    {
        lock (housekeeping)
        {
            FlushExclusively(always);
        }
    }

    /// <summary>Moves the start of the log up (DeleteRecords) and drops segments that end before it; returns the new start.</summary>
    public long? DeleteBefore(long offset)
    {
        lock (gate)
        {
            var target = offset == -1 ? Active.NextOffset : offset;
            if (target < 0 || target > Active.NextOffset)
            {
                return null;
            }

            logStart = Math.Max(logStart, target);
            DropSegmentsBelowStart();
        }

        Flush(always: true);
        NotifyObservers();
        return LogStart;
    }

    /// <summary>Drops whole segments that the topic's retention no longer covers. The active one is rolled first where it too is over age.</summary>
    public void ApplyRetention()
    {
        lock (gate)
        {
            if (closed || !Config.Delete)
            {
                return;
            }

            var now = context.Now;
            if (Config.RetentionMs >= 0 && Active.Size > 0 && Expired(Active, now))
            {
                Roll();
            }

            var before = segments.Count;
            while (segments.Count > 1 && Config.RetentionMs >= 0 && Expired(segments[0], now))
            {
                DropFirst();
            }

            var excess = segments.Sum(s => s.Size) - Config.RetentionBytes;
            while (segments.Count > 1 && Config.RetentionBytes >= 0 && excess >= segments[0].Size)
            {
                excess -= segments[0].Size;
                DropFirst();
            }

            if (segments.Count == before)
            {
                return;
            }
        }

        Flush(always: true);
    }

    public void ExpireProducers(long olderThan)
    {
        lock (gate)
        {
            producers.Expire(olderThan);
        }
    }


    private bool Synced => context.FlushInBackground || context.FlushEveryBatch;

    internal static string CheckpointPath(string directory) => Path.Combine(directory, "checkpoint");

    private static bool HasTime(LogSegment segment) => segment.Index.MaxTimestamp >= 0;

    private static List<ProducerState> Copy(IReadOnlyCollection<ProducerState> states)
    {
        // Through its encoded form: a deep copy that stays right when a field is added.
        var snapshot = Checkpoint.Decode(new Checkpoint(0, 0, 0, 0, 0, states).Encode());
        return [.. snapshot!.Producers];
    }

    private bool Expired(LogSegment segment, long now) =>
        now - (HasTime(segment) ? segment.Index.MaxTimestamp : segment.Created) > Config.RetentionMs && segment.NextOffset <= StableOffset;

    private void FlushExclusively(bool always)
    {
        List<LogSegment> toFlush;
        List<(string Path, byte[] Bytes)> indexes = [];
        Checkpoint? checkpoint = null;
        (long Dirty, long Segment) before;
        lock (gate)
        {
            if (closed || (dirtyBytes == 0 && !rolled && !always))
            {
                return;
            }

            before = (dirtyBytes, flushedSegment);
            toFlush = [.. segments.Where(s => s.BaseOffset >= flushedSegment && s.TryAcquire())];
            if (always || rolled || bytesSinceCheckpoint >= context.CheckpointEvery)
            {
                checkpoint = new(logStart, cleanedUpTo, Active.BaseOffset, Active.Size, Active.NextOffset, Copy(producers.All)) { BootId = Synced ? "" : context.BootId };
                indexes = [.. toFlush.Select(s => (s.IndexPath, s.Index.Encode()))];
                bytesSinceCheckpoint = 0;
                rolled = false;
                flushedSegment = Active.BaseOffset;
            }

            dirtyBytes = 0;
        }

        try
        {
            if (Synced)
            {
                toFlush.ForEach(s => s.Flush(context.WriteFault));
            }
        }
        catch (IOException)
        {
            // The next round has to flush them again, also where nothing is appended until then.
            lock (gate)
            {
                dirtyBytes += Math.Max(before.Dirty, 1);
                flushedSegment = before.Segment;
                rolled |= checkpoint is not null;
            }

            throw;
        }
        finally
        {
            toFlush.ForEach(s => s.Release());
        }

        indexes.ForEach(i => AtomicFile.Write(i.Path, i.Bytes, durable: false));
        if (checkpoint is not null)
        {
            AtomicFile.Write(CheckpointPath(Directory), checkpoint.Encode(), durable: Synced);
        }
    }

    private void DropFirst()
    {
        segments[0].Drop();
        segments.RemoveAt(0);
        logStart = Math.Max(logStart, segments[0].BaseOffset);
    }

    private void DropSegmentsBelowStart()
    {
        while (segments.Count > 1 && segments[0].NextOffset <= logStart)
        {
            DropFirst();
        }
    }

    private void Dirtied(int bytes)
    {
        dirtyBytes += bytes;
        bytesSinceCheckpoint += bytes;
        if (bytesSinceCheckpoint >= context.CheckpointEvery && bytesSinceCheckpoint - bytes < context.CheckpointEvery)
        {
            context.CheckpointWanted();
        }
    }

    private void NotifyObservers()
    {
        lock (observers)
        {
            foreach (var observer in observers)
            {
                observer.OnChanged();
            }
        }
    }
}
