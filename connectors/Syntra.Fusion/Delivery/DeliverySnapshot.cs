using Syntra.Contracts;

namespace Syntra.Fusion.Delivery;

/// <summary>How long batches stayed in a state.</summary>
/// <param name="State">The state left.</param>
/// <param name="Count">Times.</param>
/// <param name="Total">Together.</param>
/// <param name="Maximum">At most.</param>
public sealed record StageTiming(DeliveryState State, long Count, TimeSpan Total, TimeSpan Maximum)
{
    /// <summary>On average.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : Total / Count;
}

/// <summary>A batch that waits for somebody or something.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record HeldBatch(string BatchId, DeliveryState State, string Reason);

/// <summary>The delivery at one moment.</summary>
public sealed record DeliverySnapshot
{
    /// <summary>Why nothing is sent at the moment, and what to do; null while it runs.</summary>
    public string? PausedReason { get; init; }

    /// <summary>Whether Fusion refuses our sign-in or role.</summary>
    public bool Paused => PausedReason is not null;

    /// <summary>Unfinished batches by state.</summary>
    public required IReadOnlyDictionary<DeliveryState, int> Batches { get; init; }

    /// <summary>Instructions in unfinished batches.</summary>
    public required int InstructionsInFlight { get; init; }

    /// <summary>Instructions read and not yet in a batch.</summary>
    public required int InstructionsBuffered { get; init; }

    /// <summary>Batches that have their journals in Fusion and their receipts written, since the start of the process.</summary>
    public required long BatchesDone { get; init; }

    /// <summary>Receipts ACCEPTED, since the start of the process.</summary>
    public required long Accepted { get; init; }

    /// <summary>Receipts REJECTED, since the start of the process.</summary>
    public required long Rejected { get; init; }

    /// <summary>Attempts given up for a new group id, since the start of the process.</summary>
    public required long AttemptsAbandoned { get; init; }

    /// <summary>Instructions that came again while their first copy was still on its way.</summary>
    public required long RepeatedInputs { get; init; }

    /// <summary>Times per stage.</summary>
    public required IReadOnlyList<StageTiming> Timings { get; init; }

    /// <summary>Batches that wait, with reasons.</summary>
    public required IReadOnlyList<HeldBatch> Held { get; init; }
}
