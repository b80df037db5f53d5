using Syntra.Contracts;

namespace Syntra.Cli.Tracing;

/// <summary>Finds the batch of an instruction and its place in the batch's file.</summary>
internal static class TraceBatches
{
    /// <summary>The instructions in the file of one attempt: those that Fusion had refused before it were left out.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="status">Its state; null where none is there.</param>
    /// <param name="group">The attempt; null for the one in the ledger, or the last.</param>
    internal static IReadOnlyList<JournalInstruction> Open(DeliveryBatch batch, DeliveryStatus? status, long? group = null)
    {
        long? wanted = group ?? status?.ImportedGroup;
        var attempt = status?.Attempts.LastOrDefault(a => wanted is null || a.GroupId == wanted);
        var refused = (status?.Refused ?? []).Take(attempt?.RefusedBefore ?? 0).Select(r => r.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
        return [.. batch.Instructions.Where(i => !refused.Contains(i.IdempotencyKey))];
    }

    /// <summary>The batch that carried an instruction; the last one where it was split. Null where the delivery topic has none any more.</summary>
    internal static TracedBatch? Of(TraceDelivery records, string instructionKey)
    {
        var batch = records.Batches.Where(b => b.Instructions.Any(i => i.IdempotencyKey == instructionKey))
            .MaxBy(b => (records.States.GetValueOrDefault(b.BatchId)?.SealedAt, b.BatchId.Length));
        return batch is null ? null : Of(batch, records.States.GetValueOrDefault(batch.BatchId), instructionKey);
    }

    private static TracedBatch Of(DeliveryBatch batch, DeliveryStatus? status, string instructionKey)
    {
        int line = 1;
        int? first = null;
        foreach (var instruction in Open(batch, status))
        {
            first ??= instruction.IdempotencyKey == instructionKey ? line : null;
            line += instruction.Lines.Count;
        }
        return new TracedBatch(
            batch.BatchId, batch.BatchName, status?.State ?? DeliveryState.Sealed, [.. (status?.Attempts ?? []).Select(a => a.GroupId)], first,
            status?.DocumentId, status?.LoadRequestId, status?.ImportRequestId, status?.PostRequestId);
    }
}
