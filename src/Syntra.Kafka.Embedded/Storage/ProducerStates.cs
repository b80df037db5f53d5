using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>
/// The producers of one partition: sequence checks, duplicates, open and aborted transactions. Fed by every append and, on
/// recovery, by every batch found again, so that both lead to the same state.
/// </summary>
internal sealed class ProducerStates
{
    private readonly Dictionary<long, ProducerState> producers = [];
    private readonly SortedSet<(long First, long ProducerId)> open = [];

    public IReadOnlyCollection<ProducerState> All => producers.Values;

    /// <summary>First offset of the oldest open transaction; null where none is open.</summary>
    public long? FirstOpenOffset => open.Count == 0 ? null : open.Min.First;

    public ProducerState? Find(long producerId) => producers.GetValueOrDefault(producerId);

    /// <summary>Judges a client's batch before it is appended. A duplicate is no error: its first placement is the answer.</summary>
    public ErrorCode Check(BatchHeader header, out AppendedBatch? duplicate)
    {
        duplicate = null;
        if (!header.HasProducer || !producers.TryGetValue(header.ProducerId, out var state) || state.Epoch < 0)
        {
            return ErrorCode.None;
        }

        if (header.ProducerEpoch < state.Epoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        if (header.BaseSequence < 0)
        {
            return ErrorCode.None;
        }

        duplicate = state.FindDuplicate(header);
        if (duplicate is not null)
        {
            return ErrorCode.None;
        }

        if (header.ProducerEpoch > state.Epoch || state.Batches.Count == 0)
        {
            return header.BaseSequence == 0 || state.Epoch < 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequence;
        }

        return Sequences.Follows(state.LastSequence, header.BaseSequence) ? ErrorCode.None : ErrorCode.OutOfOrderSequence;
    }

    /// <summary>Takes in a data batch that is in the log.</summary>
    public void Append(BatchHeader header)
    {
        if (!header.HasProducer)
        {
            return;
        }

        var state = Ensure(header.ProducerId);
        state.Advance(header.ProducerEpoch);
        if (header.BaseSequence >= 0)
        {
            state.Remember(new(header.BaseSequence, header.LastSequence, header.BaseOffset, header.MaxTimestamp));
        }

        state.LastTimestamp = header.MaxTimestamp;
        if (header.IsTransactional && state.TransactionStart < 0)
        {
            state.TransactionStart = header.BaseOffset;
            open.Add((header.BaseOffset, header.ProducerId));
        }
    }

    /// <summary>Takes in an end marker that is in the log; returns the transaction it aborted, if it did.</summary>
    public AbortedTransaction? End(BatchHeader marker, bool commit, int coordinatorEpoch)
    {
        var state = Ensure(marker.ProducerId);
        state.Advance(marker.ProducerEpoch);
        state.CoordinatorEpoch = coordinatorEpoch;
        state.LastTimestamp = marker.MaxTimestamp;
        var start = state.TransactionStart;
        if (start < 0)
        {
            return null;
        }

        open.Remove((start, marker.ProducerId));
        state.TransactionStart = -1;
        return commit ? null : new AbortedTransaction(marker.ProducerId, start, marker.BaseOffset);
    }

    /// <summary>Puts back a state from a checkpoint.</summary>
    public void Restore(ProducerState state)
    {
        producers[state.ProducerId] = state;
        if (state.TransactionStart >= 0)
        {
            open.Add((state.TransactionStart, state.ProducerId));
        }
    }

    /// <summary>Forgets producers that have been silent since the given time and have nothing open.</summary>
    public void Expire(long olderThan)
    {
        foreach (var (id, state) in producers.ToArray())
        {
            if (state.TransactionStart < 0 && state.LastTimestamp < olderThan)
            {
                producers.Remove(id);
            }
        }
    }

    private ProducerState Ensure(long producerId)
    {
        if (!producers.TryGetValue(producerId, out var state))
        {
            producers[producerId] = state = new ProducerState(producerId);
        }

        return state;
    }
}
