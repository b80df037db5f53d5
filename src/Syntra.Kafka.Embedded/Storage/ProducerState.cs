namespace Syntra.Kafka.Embedded.Storage;

/// <summary>What a partition remembers of one appended batch, to recognise it when it is sent again.</summary>
internal readonly record struct AppendedBatch(int FirstSequence, int LastSequence, long BaseOffset, long Timestamp);

/// <summary>What a partition remembers of one producer: its epoch, its last five batches, its open transaction.</summary>
internal sealed class ProducerState(long producerId)
{
    private const int Remembered = 5;
    private readonly List<AppendedBatch> batches = new(Remembered);

    public long ProducerId => producerId;

    public short Epoch { get; private set; } = -1;

    public int CoordinatorEpoch { get; set; } = -1;

    public long LastTimestamp { get; set; }

    /// <summary>First offset of the open transaction; -1 where there is none.</summary>
    public long TransactionStart { get; set; } = -1;

    public IReadOnlyList<AppendedBatch> Batches => batches;

    public int LastSequence => batches.Count == 0 ? -1 : batches[^1].LastSequence;

    public AppendedBatch? FindDuplicate(BatchHeader header)
    {
        if (header.ProducerEpoch != Epoch)
        {
            return null;
        }

        foreach (var b in batches)
        {
            if (b.FirstSequence == header.BaseSequence && b.LastSequence == header.LastSequence)
            {
                return b;
            }
        }

        return null;
    }

    /// <summary>A new epoch starts its sequences anew.</summary>
    public void Advance(short epoch)
    {
        if (epoch != Epoch)
        {
            Epoch = epoch;
            batches.Clear();
        }
    }

    public void Remember(AppendedBatch batch)
    {
        if (batches.Count == Remembered)
        {
            batches.RemoveAt(0);
        }

        batches.Add(batch);
        LastTimestamp = batch.Timestamp;
    }
}
