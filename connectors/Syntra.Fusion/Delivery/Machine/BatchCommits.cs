using Syntra.Contracts;
using Syntra.Fusion.Delivery.Log;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>Makes a transition durable, together with all that belongs to it, before anybody acts on it.</summary>
internal sealed class BatchCommits(IDeliveryLog log, DeliveryCodec codec, DeliveryBoard board, DeliveryProbe probe, TimeProvider time)
{
    public async Task MoveAsync(BatchWork work, DeliveryStatus next, CancellationToken ct)
    {
        var from = work.Status;
        DeliveryTransitions.Assert(work.Batch.BatchId, from.State, next.State);
        var now = time.GetUtcNow();
        next = next with { ChangedAt = now };
        work.Status = next;
        IReadOnlyList<JournalReceipt> receipts = next.State == DeliveryState.Done ? Receipts.For(work, now) : [];
        work.Status = from;

        var messages = new List<LogMessage> { codec.State(next) };
        messages.AddRange(receipts.Select(codec.Receipt));
        if (next.State == DeliveryState.Done)
        {
            messages.Add(codec.Tombstone(DeliveryKeys.Batch(work.Batch.BatchId)));
        }

        await CommitAsync(work, next, messages, ct);
        board.Answered(receipts);
    }

    /// <summary>The batch ends in SPLIT, its halves begin, and what was refused before gets its receipts: in one transaction.</summary>
    public async Task<IReadOnlyList<BatchWork>> SplitAsync(BatchWork work, CancellationToken ct)
    {
        DeliveryTransitions.Assert(work.Batch.BatchId, work.Status.State, DeliveryState.Split);
        var now = time.GetUtcNow();
        var halves = Attempts.Halve(work, now);
        var refused = work.Status.Refused.Select(r => r.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
        var receipts = Receipts.For(work, now).Where(r => refused.Contains(r.IdempotencyKey)).ToList();
        var next = work.Status with { State = DeliveryState.Split, ChangedAt = now };
        var messages = new List<LogMessage> { codec.State(next), codec.Tombstone(DeliveryKeys.Batch(work.Batch.BatchId)) };
        messages.AddRange(receipts.Select(codec.Receipt));
        foreach (var (batch, status) in halves)
        {
            messages.Add(codec.Batch(batch));
            messages.Add(codec.State(status));
        }

        await CommitAsync(work, next, messages, ct);
        board.Answered(receipts);
        return [.. halves.Select(h => new BatchWork(h.Batch, h.Status, unsure: true))];
    }

    private async Task CommitAsync(BatchWork work, DeliveryStatus next, List<LogMessage> messages, CancellationToken ct)
    {
        var from = work.Status;
        probe.Before(from.State, next.State);
        await log.CommitAsync(new LogEntry(messages), ct);
        board.Moved(from, next);
        work.Status = next;
        work.Unsure = next.State == DeliveryState.Sealed;
        work.Looks = 0;
        work.Settling = 0;
        work.Reason = null;
        probe.After(from.State, next.State);
    }
}
