using Syntra.Contracts;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>New attempts and new batches out of old ones. Pure.</summary>
internal static class Attempts
{
    public static DeliveryStatus First(string batchId, DateTimeOffset now) => new()
    {
        BatchId = batchId,
        State = DeliveryState.Sealed,
        Attempts = [new DeliveryAttempt { GroupId = GroupId.For(batchId, 1), RefusedBefore = 0 }],
        SealedAt = now,
        ChangedAt = now,
    };

    /// <summary>
    /// The same batch under the next group id. Rows of the abandoned group may stay in Fusion's interface table: no import takes
    /// them, because an import takes exactly the one group that it is given.
    /// </summary>
    public static DeliveryStatus Next(DeliveryStatus status) => status with
    {
        State = DeliveryState.Sealed,
        Attempts = [.. status.Attempts, new DeliveryAttempt { GroupId = GroupId.For(status.BatchId, status.Attempts.Count + 1), RefusedBefore = status.Refused.Count }],
        DocumentId = null,
        LoadRequestId = null,
        ImportRequestId = null,
        PostRequestId = null,
        ImportSubmissions = 0,
    };

    /// <summary>Two halves of what is still open, each a batch of its own in the same family.</summary>
    public static IReadOnlyList<(DeliveryBatch Batch, DeliveryStatus Status)> Halve(BatchWork work, DateTimeOffset now)
    {
        var open = work.Open;
        var groups = work.Batch.AncestorGroups.Concat(work.Status.Attempts.Select(a => a.GroupId)).ToList();
        return [.. new[] { open.Take(open.Count / 2), open.Skip(open.Count / 2) }.Select((half, i) =>
        {
            var suffix = i == 0 ? "-0" : "-1";
            var batch = work.Batch with
            {
                BatchId = work.Batch.BatchId + suffix,
                BatchName = work.Batch.BatchName + suffix,
                AncestorGroups = groups,
                Instructions = [.. half],
            };
            return (batch, First(batch.BatchId, now));
        })];
    }
}
