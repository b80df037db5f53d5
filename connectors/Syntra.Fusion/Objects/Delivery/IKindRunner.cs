using Syntra.Fusion.Objects.Queues;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>Brings the instructions of one kind to Fusion and ends each with one settlement.</summary>
internal interface IKindRunner : IAsyncDisposable
{
    /// <summary>Instructions that have no receipt yet.</summary>
    int Waiting { get; }

    void Add(IReadOnlyList<ObjectWork> works);

    ObjectKindSnapshot Snapshot();
}
