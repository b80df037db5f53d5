using Confluent.Kafka;
using Syntra.Contracts;
using Syntra.Fusion.Delivery.Machine;

namespace Syntra.Fusion.Delivery.Log;

/// <summary>What the delivery topic holds: the truth after every start.</summary>
internal sealed class DeliveryRestore
{
    private readonly Dictionary<string, DeliveryBatch> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeliveryStatus> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _positions = [];

    /// <summary>First input offset that no batch holds, by partition.</summary>
    public IReadOnlyDictionary<int, long> Positions => _positions;

    /// <summary>The instance that wrote last that it delivers.</summary>
    public string? Owner { get; private set; }

    public IReadOnlyCollection<DeliveryStatus> All => _states.Values;

    public IEnumerable<DeliveryStatus> Ended => _states.Values.Where(s => DeliveryTransitions.IsEnd(s.State));

    /// <summary>Unfinished batches, oldest first. All are unsure: nobody knows what the last process still did.</summary>
    public IEnumerable<BatchWork> Unfinished() => _states.Values
        .Where(s => !DeliveryTransitions.IsEnd(s.State))
        .OrderBy(s => s.SealedAt).ThenBy(s => s.BatchId, StringComparer.Ordinal)
        .Select(s => new BatchWork(
            _batches.GetValueOrDefault(s.BatchId) ?? throw new DeliveryStateException($"Batch {s.BatchId} is in state {s.State} but its content is not in the delivery topic."),
            s,
            unsure: true));

    /// <summary>Reads the topic to its end. To be called after InitTransactions, which ends what a former instance left open.</summary>
    public static DeliveryRestore Read(IConsumer<string, byte[]?> consumer, IReadOnlyList<TopicPartition> partitions, DeliveryCodec codec, CancellationToken ct)
    {
        var restore = new DeliveryRestore();
        DeliveryClients.ReadToEnd(consumer, partitions, message => restore.Apply(message.Key, message.Value is { } value ? codec.Record(value) : null), ct);
        return restore;
    }

    internal void Apply(string key, DeliveryRecord? record)
    {
        if (DeliveryKeys.PartitionOf(key) is { } partition)
        {
            if (record?.NextOffset is { } next)
            {
                _positions[partition] = next;
            }

            return;
        }

        if (key == DeliveryKeys.Owner)
        {
            Owner = record?.Owner;
            return;
        }

        var id = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (record?.Batch is { } batch)
        {
            _batches[id] = batch;
        }
        else if (record?.Status is { } status)
        {
            _states[id] = status;
        }
        else if (key == DeliveryKeys.Batch(id))
        {
            _batches.Remove(id);
        }
        else
        {
            _states.Remove(id);
        }
    }
}
