using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Transactions;

/// <summary>Answer to InitProducerId.</summary>
internal readonly record struct ProducerIdentity(ErrorCode Error, long ProducerId = -1, short Epoch = -1);

internal sealed partial class TransactionCoordinator
{
    /// <summary>
    /// Gives a producer its identity. For a transactional id this aborts what the previous holder left open and fences that holder,
    /// before the new one learns its epoch. A client that recovers names the identity it believes it has.
    /// </summary>
    public ProducerIdentity Init(string? transactionalId, int timeoutMs, long producerId, short epoch)
    {
        if (producerId < 0 != epoch < 0)
        {
            return new(ErrorCode.InvalidRequest);
        }

        if (transactionalId is null)
        {
            return new(ErrorCode.None, ids.Next(), 0);
        }

        if (transactionalId.Length == 0)
        {
            return new(ErrorCode.InvalidRequest);
        }

        if (timeoutMs <= 0 || timeoutMs > maxTimeoutMs)
        {
            return new(ErrorCode.InvalidTransactionTimeout);
        }

        var slot = slots.GetOrAdd(transactionalId, _ => new Slot());
        lock (slot.Gate)
        {
            return slot.Entry is null ? InitNew(slot, transactionalId, timeoutMs) : InitAgain(slot, timeoutMs, producerId, epoch);
        }
    }

    private ProducerIdentity InitNew(Slot slot, string transactionalId, int timeoutMs)
    {
        var fresh = new TransactionEntry(transactionalId, ids.Next(), 0, timeoutMs) { UpdatedMs = Now };
        return Stored(slot, fresh);
    }

    /// <summary>
    /// A client that names the epoch before the current one asks again after a lost answer, and gets that answer. Only a client that named
    /// its identity leaves such a trace: after a successor's start nothing lets the producer before it back in.
    /// </summary>
    private ProducerIdentity InitAgain(Slot slot, int timeoutMs, long producerId, short epoch)
    {
        var entry = slot.Entry!;
        var repeated = producerId >= 0 && entry.Epoch != epoch;
        var late = repeated && (entry.LastEpoch != epoch || entry.State == TransactionState.Ongoing);
        if (late || (producerId >= 0 && entry.ProducerId != producerId))
        {
            return new(ErrorCode.ProducerFenced);
        }

        if (entry.State == TransactionState.Ongoing)
        {
            Finish(slot, commit: false, Bumped(entry.Epoch));
        }
        else if (entry.State.IsPrepared())
        {
            WriteMarkers(slot);
        }

        entry = slot.Entry!;
        if (entry.State is TransactionState.Ongoing || entry.State.IsPrepared())
        {
            return new(ErrorCode.ConcurrentTransactions);
        }

        // One epoch stays unused, so that a producer at the limit can still be fenced by its abort marker.
        var exhausted = entry.Epoch >= short.MaxValue - 1;
        return Stored(slot, entry.To(TransactionState.Empty, Now) with
        {
            ProducerId = exhausted ? ids.Next() : entry.ProducerId,
            Epoch = exhausted ? (short)0 : repeated ? entry.Epoch : Bumped(entry.Epoch),
            LastEpoch = exhausted || producerId < 0 ? (short)-1 : epoch,
            TimeoutMs = timeoutMs,
            StartedMs = -1,
        });
    }

    private ProducerIdentity Stored(Slot slot, TransactionEntry entry)
    {
        var error = Store(slot, entry);
        return error == ErrorCode.None ? new(ErrorCode.None, entry.ProducerId, entry.Epoch) : new(error);
    }
}
