using Syntra.Streams.Processors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>A task's wish to have its stores restored and to know where its input goes on. Filled in by the restorer's thread.</summary>
internal sealed class RestoreRequest(
    TaskId task, IReadOnlyList<PartitionId> inputs, IReadOnlyList<(StoreInstance Store, PartitionId Changelog)> stores, bool needsPositions)
{
    private volatile bool _done;
    private volatile bool _cancelled;

    public TaskId Task => task;

    public IReadOnlyList<PartitionId> Inputs => inputs;

    public IReadOnlyList<(StoreInstance Store, PartitionId Changelog)> Stores => stores;

    /// <summary>True when the task must go back to its committed input positions, after an abort.</summary>
    public bool NeedsPositions => needsPositions;

    public bool IsDone => _done;

    public bool IsCancelled => _cancelled;

    public Exception? Failure { get; private set; }

    public IReadOnlyDictionary<PartitionId, long> Committed { get; set; } = new Dictionary<PartitionId, long>();

    public HashSet<PartitionId> Pending { get; } = [];

    public void Cancel() => _cancelled = true;

    public void Complete(Exception? failure = null)
    {
        Failure = failure;
        _done = true;
    }
}
