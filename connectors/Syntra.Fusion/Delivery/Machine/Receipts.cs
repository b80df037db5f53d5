using Syntra.Contracts;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>Exactly one receipt for each instruction of a finished batch. Pure.</summary>
internal static class Receipts
{
    public static IReadOnlyList<JournalReceipt> For(BatchWork work, DateTimeOffset now)
    {
        var status = work.Status;
        var refused = RefusedOf(status).ToDictionary(r => r.IdempotencyKey, StringComparer.Ordinal);
        return [.. work.Batch.Instructions.Select(instruction =>
        {
            var refusal = refused.GetValueOrDefault(instruction.IdempotencyKey);
            return new JournalReceipt
            {
                IdempotencyKey = instruction.IdempotencyKey,
                RecordId = instruction.RecordId,
                SourceVersion = instruction.SourceVersion,
                Outcome = refusal is null ? ReceiptOutcome.Accepted : ReceiptOutcome.Rejected,
                ReasonCode = refusal?.Code,
                Reason = refusal?.Reason,
                BatchName = work.Batch.BatchName,
                GroupId = status.ImportedGroup ?? work.Group,
                AnsweredAt = now,
            };
        })];
    }

    /// <summary>
    /// What was left out of the attempt that is in the ledger. An earlier attempt than the last can only be there where its lost
    /// import ran after all; then those that we left out of later attempts are in the ledger, and accepted.
    /// </summary>
    private static IEnumerable<RefusedInstruction> RefusedOf(DeliveryStatus status)
    {
        if (status.ImportedGroup is not { } group)
        {
            return status.Refused;
        }

        var attempt = status.Attempts.FirstOrDefault(a => a.GroupId == group);
        return status.Refused.Take(attempt?.RefusedBefore ?? 0);
    }
}
