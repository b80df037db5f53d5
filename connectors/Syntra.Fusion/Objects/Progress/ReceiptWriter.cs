using System.Threading.Channels;
using Confluent.Kafka;
using Syntra.Contracts;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Objects.Queues;
using LogMessage = Syntra.Fusion.Delivery.Log.LogMessage;

namespace Syntra.Fusion.Objects.Progress;

/// <summary>Receipts that belong together, and what to do when they are durable.</summary>
/// <param name="Ended">Instructions and their receipts, in the order of the object's versions.</param>
/// <param name="Committed">Called once, on the writer's thread.</param>
internal sealed record Settlement(IReadOnlyList<(ObjectWork Work, ObjectReceipt Receipt)> Ended, Action Committed)
{
    /// <summary>What else the same transaction says of the delivery.</summary>
    public IReadOnlyList<LogMessage> Notes { get; init; } = [];
}

/// <summary>
/// The one writer: receipts, the versions that now stand, and the input positions with the ranges done behind them are one transaction.
/// An instruction has its receipt or will be read again, never both, never neither; nobody waits for the slowest object.
/// What comes while a transaction commits, or within a moment of its begin, goes together into the next: a transaction costs the broker the
/// same whether it holds one receipt or thousands, and nobody's acknowledgement waits for it.
/// </summary>
internal sealed class ReceiptWriter : IAsyncDisposable
{
    private const int MostReceipts = 4000;
    private const int ReceiptsOfBacklog = 32;
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(20);

    // While a backlog drains, each transaction also writes thousands of ranges of offsets; only an object's next version waits for it.
    private static readonly TimeSpan s_apartInBacklog = TimeSpan.FromMilliseconds(50);
    private readonly TransactionWriter _writer;
    private readonly ObjectCodec _codec;
    private readonly IReadOnlyDictionary<TopicPartition, OffsetLedger> _ledgers;
    private readonly Action<Exception> _failed;
    private readonly TimeProvider _time;
    private readonly Channel<Settlement> _queue = Channel.CreateUnbounded<Settlement>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long? _begunAt;
    private TimeSpan _apart = s_apart;

    /// <summary>Starts the writer's thread.</summary>
    /// <param name="writer">Owned by the caller.</param>
    /// <param name="codec">Wire format.</param>
    /// <param name="ledgers">Shared with the intake; each is locked while it is used.</param>
    /// <param name="failed">Told once when nothing can be written any more.</param>
    /// <param name="time">Clock.</param>
    public ReceiptWriter(TransactionWriter writer, ObjectCodec codec, IReadOnlyDictionary<TopicPartition, OffsetLedger> ledgers, Action<Exception> failed, TimeProvider time)
    {
        _writer = writer;
        _codec = codec;
        _ledgers = ledgers;
        _failed = failed;
        _time = time;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Add(Settlement settlement) => _queue.Writer.TryWrite(settlement);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private void Run()
    {
        var pending = new List<Settlement>();
        try
        {
            while (Fill(pending))
            {
                Commit(pending);
                pending.ForEach(s => s.Committed());
                pending.Clear();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What was not committed is read again by the next life.
        }
        catch (Exception failure)
        {
            // The boundary of the writer's thread: the session ends with this failure.
            _failed(failure);
        }
    }

    private bool Fill(List<Settlement> pending)
    {
        // A thread of its own, because the client's transaction calls block.
        if (!_queue.Reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult())
        {
            return false;
        }

        if (_begunAt is { } begun && _apart - _time.GetElapsedTime(begun) is { } early && early > TimeSpan.Zero)
        {
            Task.Delay(early, _time, _stop.Token).GetAwaiter().GetResult();
        }

        _begunAt = _time.GetTimestamp();
        var receipts = 0;
        while (receipts < MostReceipts && _queue.Reader.TryRead(out var next))
        {
            pending.Add(next);
            receipts += next.Ended.Count;
        }

        _apart = receipts >= ReceiptsOfBacklog ? s_apartInBacklog : s_apart;
        return true;
    }

    private void Commit(List<Settlement> pending)
    {
        var messages = new List<LogMessage>();
        var standing = new Dictionary<string, LogMessage>(StringComparer.Ordinal);
        var touched = new HashSet<TopicPartition>();
        foreach (var (work, receipt) in pending.SelectMany(s => s.Ended))
        {
            // Back through the partition that the instruction came from: one source record may be several objects, and its state lies there.
            messages.Add(_codec.Receipt(receipt) with { Partition = work.Source.Partition.Value });
            touched.Add(work.Source);
            lock (_ledgers[work.Source])
            {
                _ledgers[work.Source].Done(work.Offset);
            }

            if (ObjectReceipts.Stands(receipt.Outcome))
            {
                standing[ProgressKeys.Object(receipt.Kind, receipt.ObjectKey)] = _codec.Standing(receipt.Kind, receipt.ObjectKey, receipt.SourceVersion);
            }
        }

        messages.AddRange(standing.Values);
        messages.AddRange(pending.SelectMany(s => s.Notes));
        var offsets = new List<TopicPartitionOffset>();
        foreach (var partition in touched)
        {
            lock (_ledgers[partition])
            {
                messages.Add(_codec.Position(partition, _ledgers[partition]));
                offsets.Add(new TopicPartitionOffset(partition, _ledgers[partition].Next));
            }
        }

        _writer.Commit([new LogEntry(messages, offsets)], _stop.Token);
    }
}
