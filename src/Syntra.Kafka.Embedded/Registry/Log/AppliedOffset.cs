namespace Syntra.Kafka.Embedded.Registry.Log;

/// <summary>How far the log has been applied, for writers that wait to see their own record.</summary>
internal sealed class AppliedOffset
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _offset = -1;
    private Exception? _failure;

    public Task WaitAsync(long offset)
    {
        lock (_lock)
        {
            if (_failure is not null)
            {
                return Task.FromException(_failure);
            }

            if (_offset >= offset)
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter, offset);
            return waiter.Task;
        }
    }

    public void Advance(long offset)
    {
        lock (_lock)
        {
            _offset = offset;
            while (_waiting.TryPeek(out var waiter, out var wanted) && wanted <= offset)
            {
                _waiting.Dequeue();
                waiter.TrySetResult();
            }
        }
    }

    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure = failure;
            while (_waiting.TryDequeue(out var waiter, out _))
            {
                waiter.TrySetException(failure);
            }
        }
    }
}
