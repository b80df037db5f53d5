using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>
/// The log of one partition: segments, producers, the offsets that bound what readers see. One lock guards it; file reads of
/// fetched data happen outside the lock, on leased slices. Split by concern: this file appends, the others read and maintain.
/// </summary>
internal sealed partial class PartitionLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly StorageContext context;
    private readonly List<LogSegment> segments;
    private readonly ProducerStates producers;
    private readonly List<ILogObserver> observers = [];
    private LogConfig config;
    private long logStart;
    private bool closed;

    private PartitionLog(string directory, LogConfig config, StorageContext context, RecoveredLog recovered)
    {
        Directory = directory;
        this.config = config;
        this.context = context;
        segments = recovered.Segments;
        producers = recovered.Producers;
        logStart = recovered.LogStart;
        cleanedUpTo = recovered.CleanedUpTo;
    }

    public string Directory { get; }

    public LogConfig Config
    {
        get => Volatile.Read(ref config);
        set => Volatile.Write(ref config, value);
    }

    /// <summary>The offset that the next record gets. On a single node it is the high watermark too.</summary>
    public long NextOffset
    {
        get
        {
            lock (gate)
            {
                return Active.NextOffset;
            }
        }
    }

    public long LogStart
    {
        get
        {
            lock (gate)
            {
                return logStart;
            }
        }
    }

    /// <summary>Read_committed readers see what lies before this offset.</summary>
    public long LastStableOffset
    {
        get
        {
            lock (gate)
            {
                return StableOffset;
            }
        }
    }

    private LogSegment Active => segments[^1];

    private long StableOffset => producers.FirstOpenOffset ?? Active.NextOffset;

    public static PartitionLog Open(string directory, LogConfig config, StorageContext context)
    {
        System.IO.Directory.CreateDirectory(directory);
        return new PartitionLog(directory, config, context, LogRecovery.Run(directory, context));
    }

    /// <summary>
    /// Appends one batch of a client, already checked for shape and CRC. <paramref name="transactionCheck"/> runs under the
    /// lock, so that no record can slip in behind the marker that ends its transaction.
    /// </summary>
    public AppendResult Append(Memory<byte> batch, BatchHeader header, Func<ErrorCode>? transactionCheck = null)
    {
        AppendResult result;
        lock (gate)
        {
            if (closed)
            {
                return new(ErrorCode.UnknownTopicOrPartition);
            }

            var error = producers.Check(header, out var duplicate);
            if (error == ErrorCode.None && duplicate is { } earlier)
            {
                return new(ErrorCode.None, earlier.BaseOffset, Config.LogAppendTime ? earlier.Timestamp : -1, logStart);
            }

            if (error == ErrorCode.None && transactionCheck is not null)
            {
                error = transactionCheck();
            }

            if (error != ErrorCode.None)
            {
                return new(error, LogStart: logStart);
            }

            result = Place(batch, header);
        }

        NotifyObservers();
        return result;
    }

    /// <summary>Appends a batch of the broker's own (coordinator logs).</summary>
    public AppendResult AppendOwn(byte[] batch) => Append(batch, BatchHeader.Read(batch));

    /// <summary>Ends the producer's transaction on this partition. Writing the same end twice is harmless: the second finds nothing open.</summary>
    public ErrorCode AppendMarker(long producerId, short epoch, bool commit, int coordinatorEpoch)
    {
        lock (gate)
        {
            if (closed || (producers.Find(producerId) is var known && (known is null || (known.TransactionStart < 0 && known.Epoch >= epoch))))
            {
                return ErrorCode.None;
            }

            var marker = BatchBuilder.EndMarker(producerId, epoch, commit, coordinatorEpoch, context.Now);
            if (!TryWrite(marker, BatchHeader.Read(marker), out var placed))
            {
                return ErrorCode.KafkaStorageError;
            }

            if (producers.End(placed, commit, coordinatorEpoch) is { } aborted)
            {
                Active.Index.AddAborted(aborted);
            }
        }

        NotifyObservers();
        return ErrorCode.None;
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            closed = true;
            segments.ForEach(s => s.Release());
        }

        NotifyObservers();
    }

    private AppendResult Place(Memory<byte> batch, BatchHeader header)
    {
        var appendTime = -1L;
        if (Config.LogAppendTime)
        {
            appendTime = context.Now;
            BatchHeader.PatchLogAppendTime(batch.Span, appendTime);
            header = header with { MaxTimestamp = appendTime };
        }

        if (!TryWrite(batch.Span, header, out var placed))
        {
            return new(ErrorCode.KafkaStorageError, LogStart: logStart);
        }

        producers.Append(placed);
        return new(ErrorCode.None, placed.BaseOffset, appendTime, logStart);
    }

    private bool TryWrite(Span<byte> batch, BatchHeader header, out BatchHeader placed)
    {
        placed = header;
        try
        {
            RollIfNeeded(batch.Length);
            placed = header with { BaseOffset = Active.NextOffset };
            BatchHeader.PatchPlacement(batch, placed.BaseOffset, leaderEpoch: 0);
            var latest = Active.Index.MaxTimestamp;
            Active.Append(batch, placed, context.WriteFault);
            if (context.FlushEveryBatch)
            {
                FlushOrUndo(batch.Length, placed.BaseOffset, latest);
            }

            Dirtied(batch.Length);
            return true;
        }
        catch (IOException e)
        {
            context.Report(Directory, e);
            return false;
        }
    }

    // What the disk did not take is not acknowledged, and must not be read or found as a duplicate by the retry either.
    private void FlushOrUndo(int bytes, long baseOffset, long latest)
    {
        try
        {
            Active.Flush(context.WriteFault);
        }
        catch (IOException)
        {
            Active.Truncate(Active.Size - bytes, baseOffset);
            Active.Index.MaxTimestamp = latest;
            throw;
        }
    }

    private void RollIfNeeded(int incoming)
    {
        var active = Active;
        if (active.Size == 0)
        {
            active.Created = context.Now;
            return;
        }

        var full = active.Size + incoming > Config.SegmentBytes;
        var old = Config.SegmentMs >= 0 && context.Now - active.Created >= Config.SegmentMs;
        var wide = active.NextOffset - active.BaseOffset > int.MaxValue - 1_000_000;
        if (full || old || wide)
        {
            Roll();
        }
    }

    private void Roll()
    {
        segments.Add(LogSegment.Create(Directory, Active.NextOffset, context.Now));
        rolled = true;
    }
}
