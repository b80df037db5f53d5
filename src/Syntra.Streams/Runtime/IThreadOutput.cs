using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>What one commit covers.</summary>
/// <param name="Offsets">Input positions.</param>
/// <param name="GroupMetadata">The membership under which they were read.</param>
/// <param name="Stores">Stores that were sealed for this commit.</param>
internal sealed record CommitBatch(IReadOnlyCollection<PartitionOffset> Offsets, object GroupMetadata, IReadOnlyList<StoreInstance> Stores);

/// <summary>
/// The output of one stream thread: takes records, and commits them with their input positions. All calls come from the
/// stream thread. A failure surfaces as <see cref="Errors.ClientException"/> from any call; after it only <see cref="Reset"/> is allowed.
/// </summary>
internal interface IThreadOutput : IRecordCollector, IDisposable
{
    /// <summary>True when no commit is under way; throws when the last one failed.</summary>
    bool Idle { get; }

    /// <summary>True when records were sent since the last commit began.</summary>
    bool HasUncommitted { get; }

    void Start();

    /// <summary>Begins a commit; call only when <see cref="Idle"/>. Records sent after this belong to the next one.</summary>
    void BeginCommit(CommitBatch batch);

    /// <summary>Waits for the commit under way.</summary>
    void WaitCommitted();

    /// <summary>Aborts whatever is open and makes the output usable again, with new producers where the old ones were fenced.</summary>
    void Reset(bool fenced);
}
