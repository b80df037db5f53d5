using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>Lets a fetch sleep until one of its logs changes or its time is up.</summary>
internal sealed class FetchWaiter : ILogObserver, IDisposable
{
    private readonly List<PartitionLog> watched = [];
    private volatile TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Watch(PartitionLog log)
    {
        watched.Add(log);
        log.Watch(this);
    }

    /// <summary>Call before looking at the logs, so that a change during the look is not missed.</summary>
    public Task NextChange()
    {
        if (changed.Task.IsCompleted)
        {
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return changed.Task;
    }

    public void OnChanged() => changed.TrySetResult();

    public void Dispose() => watched.ForEach(log => log.Unwatch(this));
}
