using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>Brings instructions of one kind to Fusion: reads what stands, changes what differs.</summary>
public interface IObjectConnector
{
    /// <summary>The kind.</summary>
    ObjectKind Kind { get; }

    /// <summary>Most instructions that one attempt may carry together.</summary>
    internal int MostTogether { get; }

    /// <summary>One attempt at each, of different objects. Calls of different objects that cannot go together go at the same time as far as there are places. Answers in the same order; never throws for what Fusion does.</summary>
    internal Task<IReadOnlyList<ObjectResult>> DeliverAsync(IReadOnlyList<ObjectAttempt> attempts, ICallPlaces places, CancellationToken ct);

    /// <summary>The same without places beside its own.</summary>
    internal Task<IReadOnlyList<ObjectResult>> DeliverAsync(IReadOnlyList<ObjectAttempt> attempts, CancellationToken ct) => DeliverAsync(attempts, NoCallPlaces.Instance, ct);
}
