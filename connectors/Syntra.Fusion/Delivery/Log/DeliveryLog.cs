using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Confluent.Kafka;

namespace Syntra.Fusion.Delivery.Log;

/// <summary>Messages, and input offsets, that become visible together or not at all.</summary>
internal sealed record LogEntry(IReadOnlyList<LogMessage> Messages, IReadOnlyList<TopicPartitionOffset> Offsets)
{
    public LogEntry(IReadOnlyList<LogMessage> messages)
        : this(messages, [])
    {
    }
}

/// <summary>Where transitions become durable.</summary>
internal interface IDeliveryLog
{
    /// <summary>Completes when the entry is committed. Until then nobody may act on it.</summary>
    Task CommitAsync(LogEntry entry, CancellationToken ct);
}

/// <summary>
/// The one writer. What arrives while a transaction commits goes together into the next, so that many batches in flight cost few
/// commits. Every write is transactional: an instance that was replaced can write nothing any more.
/// </summary>
internal sealed class DeliveryLog : IDeliveryLog, IAsyncDisposable
{
    private const int MostEntries = 256;
    private const int MostMessages = 4096;
    private readonly TransactionWriter _writer;
    private readonly Channel<(LogEntry Entry, TaskCompletionSource Done)> _queue =
        Channel.CreateUnbounded<(LogEntry, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private Exception? _failure;

    public DeliveryLog(TransactionWriter writer)
    {
        _writer = writer;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async Task CommitAsync(LogEntry entry, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.Writer.TryWrite((entry, done)))
        {
            throw Closed();
        }

        await done.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    /// <summary>The failure that ended the writer, for those who come late as well.</summary>
    private Exception Closed()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return new OperationCanceledException("the delivery log is closed");
    }

    private void Run()
    {
        var pending = new List<(LogEntry Entry, TaskCompletionSource Done)>();
        try
        {
            while (Fill(pending))
            {
                _writer.Commit([.. pending.Select(p => p.Entry)], _stop.Token);
                pending.ForEach(p => p.Done.TrySetResult());
                pending.Clear();
            }
        }
        catch (Exception failure)
        {
            // The boundary of the writer's thread: whoever waits for a commit hears of it, and the session ends there.
            _failure = failure;
            _queue.Writer.TryComplete(failure);
            Fail(pending, failure);
        }
    }

    private bool Fill(List<(LogEntry Entry, TaskCompletionSource Done)> pending)
    {
        // The writer has a thread of its own, because the client's transaction calls block.
        if (!_queue.Reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult())
        {
            return false;
        }

        var messages = 0;
        while (pending.Count < MostEntries && messages < MostMessages && _queue.Reader.TryRead(out var next))
        {
            pending.Add(next);
            messages += next.Entry.Messages.Count;
        }

        return true;
    }

    private void Fail(List<(LogEntry Entry, TaskCompletionSource Done)> pending, Exception failure)
    {
        while (_queue.Reader.TryRead(out var next))
        {
            pending.Add(next);
        }

        pending.ForEach(p => p.Done.TrySetException(failure));
    }
}
