namespace Syntra.Kafka.Embedded.Storage.Compaction;

/// <summary>
/// What compaction has to know of transactions: which data was aborted, and which end markers still have data in front of them. A
/// marker outlives its data, else a scan of the log would find that transaction open for ever.
/// </summary>
internal sealed class TransactionLens(IReadOnlyCollection<AbortedTransaction> aborted)
{
    private readonly ILookup<long, AbortedTransaction> byProducer = aborted.ToLookup(a => a.ProducerId);
    private readonly HashSet<long> withData = [];

    public bool IsAborted(BatchHeader header) => header.IsTransactional && !header.IsControl
        && byProducer[header.ProducerId].Any(a => a.FirstOffset <= header.BaseOffset && header.BaseOffset < a.LastOffset);

    public void NoteKept(BatchHeader header)
    {
        if (header.IsTransactional && !header.IsControl)
        {
            withData.Add(header.ProducerId);
        }
    }

    /// <summary>Called once per marker in log order: is anything left of the transaction that it ends?</summary>
    public bool TakeHasData(BatchHeader marker) => withData.Remove(marker.ProducerId);
}
