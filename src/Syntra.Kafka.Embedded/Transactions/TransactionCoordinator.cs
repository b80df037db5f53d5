using System.Collections.Concurrent;
using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Transactions;

/// <summary>
/// Coordinates transactions: every state change is in the compacted internal topic <see cref="TopicName"/> before it is answered.
/// A prepared end survives a crash and is finished on start; markers may be written twice, which partitions ignore.
/// </summary>
internal sealed partial class TransactionCoordinator
{
    public const string TopicName = "__transaction_state";
    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, Slot> byProducer = new();
    private readonly TopicCatalog topics;
    private readonly GroupCoordinator groups;
    private readonly ProducerIds ids;
    private readonly TimeProvider time;
    private readonly int maxTimeoutMs;
    private readonly PartitionLog log;

    public TransactionCoordinator(TopicCatalog topics, GroupCoordinator groups, ProducerIds ids, TimeProvider time, int maxTimeoutMs)
    {
        this.topics = topics;
        this.groups = groups;
        this.ids = ids;
        this.time = time;
        this.maxTimeoutMs = maxTimeoutMs;
        log = InternalTopics.Ensure(topics, TopicName);
        Replay();
    }

    public IReadOnlyList<TransactionEntry> All => [.. slots.Values.Select(s => s.Entry).OfType<TransactionEntry>()];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public TransactionEntry? Find(string transactionalId) => slots.GetValueOrDefault(transactionalId)?.Entry;

    public ErrorCode AddPartitions(string transactionalId, long producerId, short epoch, IReadOnlyCollection<TopicPartition> partitions)
    {
        if (!slots.TryGetValue(transactionalId, out var slot))
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        lock (slot.Gate)
        {
            var error = Check(slot, producerId, epoch);
            var entry = slot.Entry!;
            if (error != ErrorCode.None || (entry.State == TransactionState.Ongoing && entry.Partitions.IsSupersetOf(partitions)))
            {
                return error;
            }

            var added = entry.To(TransactionState.Ongoing, Now) with
            {
                Partitions = entry.Partitions.Union(partitions),
                StartedMs = entry.State == TransactionState.Ongoing ? entry.StartedMs : Now,
            };
            return Store(slot, added);
        }
    }

    public ErrorCode End(string transactionalId, long producerId, short epoch, bool commit)
    {
        if (!slots.TryGetValue(transactionalId, out var slot))
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        lock (slot.Gate)
        {
            var error = Check(slot, producerId, epoch);
            if (error != ErrorCode.None)
            {
                return error;
            }

            return slot.Entry!.State switch
            {
                TransactionState.Ongoing => Finish(slot, commit, slot.Entry.Epoch),
                TransactionState.CompleteCommit => commit ? ErrorCode.None : ErrorCode.InvalidTxnState,
                TransactionState.CompleteAbort => commit ? ErrorCode.InvalidTxnState : ErrorCode.None,
                _ => ErrorCode.InvalidTxnState,
            };
        }
    }

    /// <summary>May this producer write transactional data to the partition now? Asked under the partition's lock; takes none itself.</summary>
    public ErrorCode CheckWrite(long producerId, short epoch, TopicPartition partition)
    {
        if (!byProducer.TryGetValue(producerId, out var slot) || slot.Entry is not { } entry || entry.ProducerId != producerId)
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        if (entry.Epoch != epoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        return entry.State == TransactionState.Ongoing && entry.Partitions.Contains(partition) ? ErrorCode.None : ErrorCode.InvalidTxnState;
    }

    /// <summary>Aborts transactions that ran out of time, fencing their producers, and finishes ends that a full disk held up.</summary>
    public void Tick()
    {
        foreach (var slot in slots.Values.Where(s => s.Entry is { } e && (e.State == TransactionState.Ongoing || e.State.IsPrepared())))
        {
            lock (slot.Gate)
            {
                if (slot.Entry is { State: TransactionState.Ongoing } entry && Now - entry.StartedMs > entry.TimeoutMs)
                {
                    Finish(slot, commit: false, Bumped(entry.Epoch));
                }
                else if (slot.Entry is { } prepared && prepared.State.IsPrepared())
                {
                    WriteMarkers(slot);
                }
            }
        }
    }

    /// <summary>Forgets ids that have had no transaction since the given time; their next user starts anew.</summary>
    public void ExpireIds(long olderThan)
    {
        foreach (var (id, slot) in slots)
        {
            lock (slot.Gate)
            {
                if (slot.Entry is { } entry && entry.UpdatedMs < olderThan && entry.State is not TransactionState.Ongoing && !entry.State.IsPrepared())
                {
                    var batch = new BatchBuilder(Now);
                    batch.Add(TransactionLogFormat.EncodeKey(id), [], isNull: true);
                    if (log.AppendOwn(batch.Build()).Error == ErrorCode.None)
                    {
                        Forget(id);
                        slot.Entry = null;
                    }
                }
            }
        }
    }

    private static short Bumped(short epoch) => epoch < short.MaxValue ? (short)(epoch + 1) : epoch;

    private ErrorCode Check(Slot slot, long producerId, short epoch)
    {
        if (slot.Entry is not { } entry || entry.ProducerId != producerId)
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        if (entry.Epoch != epoch)
        {
            return ErrorCode.ProducerFenced;
        }

        if (entry.State.IsPrepared())
        {
            WriteMarkers(slot);
            return slot.Entry.State.IsPrepared() ? ErrorCode.ConcurrentTransactions : ErrorCode.None;
        }

        return ErrorCode.None;
    }

    /// <summary>From the prepared record on the outcome is decided; markers follow at once, or later from <see cref="Tick"/>.</summary>
    private ErrorCode Finish(Slot slot, bool commit, short epoch)
    {
        var target = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort;
        var error = Store(slot, slot.Entry!.To(target, Now) with { Epoch = epoch, LastEpoch = slot.Entry.Epoch });
        if (error == ErrorCode.None)
        {
            WriteMarkers(slot);
        }

        return error;
    }

    private void WriteMarkers(Slot slot)
    {
        var entry = slot.Entry!;
        var commit = entry.State == TransactionState.PrepareCommit;
        foreach (var partition in entry.Partitions)
        {
            if (topics.Find(partition.Topic, partition.Partition) is { } target
                && target.AppendMarker(entry.ProducerId, entry.Epoch, commit, coordinatorEpoch: 0) != ErrorCode.None)
            {
                return;
            }
        }

        groups.EndTransaction(entry.ProducerId, commit);
        var done = commit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort;
        Store(slot, entry.To(done, Now) with { Partitions = [], StartedMs = -1 });
    }

    private ErrorCode Store(Slot slot, TransactionEntry entry)
    {
        var batch = new BatchBuilder(Now);
        batch.Add(TransactionLogFormat.EncodeKey(entry.TransactionalId), TransactionLogFormat.Encode(entry), isNull: false);
        if (log.AppendOwn(batch.Build()).Error != ErrorCode.None)
        {
            return ErrorCode.CoordinatorNotAvailable;
        }

        Publish(slot, entry);
        return ErrorCode.None;
    }

    private void Publish(Slot slot, TransactionEntry entry)
    {
        if (slot.Entry is { } old && old.ProducerId != entry.ProducerId)
        {
            byProducer.TryRemove(old.ProducerId, out _);
        }

        slot.Entry = entry;
        slots[entry.TransactionalId] = slot;
        byProducer[entry.ProducerId] = slot;
    }

    private void Forget(string transactionalId)
    {
        if (slots.TryRemove(transactionalId, out var slot) && slot.Entry is { } entry)
        {
            byProducer.TryRemove(entry.ProducerId, out _);
        }
    }

    private void Replay()
    {
        LogReplay.Run(log, (batch, header) =>
        {
            var reader = new RecordReader(batch.Span[BatchHeader.Size..], header);
            while (!header.IsControl && reader.Next())
            {
                var id = TransactionLogFormat.DecodeKey(reader.Key);
                if (!reader.HasValue)
                {
                    Forget(id);
                    continue;
                }

                Publish(slots.GetOrAdd(id, _ => new Slot()), TransactionLogFormat.Decode(id, reader.Value));
            }
        });
        foreach (var slot in slots.Values.Where(s => s.Entry!.State.IsPrepared()))
        {
            WriteMarkers(slot);
        }
    }

    /// <summary>The current entry of one transactional id and the lock under which it changes; reading it takes no lock.</summary>
    private sealed class Slot
    {
        private volatile TransactionEntry? entry;

        public Lock Gate { get; } = new();

        public TransactionEntry? Entry
        {
            get => entry;
            set => entry = value;
        }
    }
}
