using Syntra.Contracts;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>One batch on its way: what the topic holds of it, and what only this process knows.</summary>
internal sealed class BatchWork(DeliveryBatch batch, DeliveryStatus status, bool unsure)
{
    public DeliveryBatch Batch { get; } = batch;

    /// <summary>As committed.</summary>
    public DeliveryStatus Status { get; set; } = status;

    /// <summary>After a restart or an unknown outcome: Fusion may hold more than we know. Cleared by asking.</summary>
    public bool Unsure { get; set; } = unsure;

    /// <summary>Failures in a row, for the back-off.</summary>
    public int Failures { get; set; }

    /// <summary>Looks in a row that found a job not ended.</summary>
    public int Looks { get; set; }

    /// <summary>Looks in a row that found a job ended and its effect missing.</summary>
    public int Settling { get; set; }

    /// <summary>Why it waits, for people; null while it moves.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether it has left its place to others while it waits.</summary>
    public bool IsHeld { get; set; }

    public long Group => Status.Attempts[^1].GroupId;

    /// <summary>What is still to be delivered.</summary>
    public IReadOnlyList<JournalInstruction> Open
    {
        get
        {
            if (Status.Refused.Count == 0)
            {
                return Batch.Instructions;
            }

            var refused = Status.Refused.Select(r => r.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
            return [.. Batch.Instructions.Where(i => !refused.Contains(i.IdempotencyKey))];
        }
    }
}
