using Syntra.Contracts;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>What one step came to.</summary>
internal abstract record StepResult
{
    /// <summary>Commit this status and go on.</summary>
    public sealed record Move(DeliveryStatus Status) : StepResult
    {
        /// <summary>Commit, then wait before the next step, and why.</summary>
        public string? Hold { get; init; }
    }

    /// <summary>Commit SPLIT together with the two halves.</summary>
    public sealed record Halves : StepResult;

    /// <summary>Look again later. With a reason, people see the batch as held.</summary>
    public sealed record Look(string? Reason = null) : StepResult;
}
