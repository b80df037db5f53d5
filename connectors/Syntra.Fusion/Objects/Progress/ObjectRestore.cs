using Confluent.Kafka;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;

namespace Syntra.Fusion.Objects.Progress;

/// <summary>What the object delivery topic holds: the truth after every start.</summary>
internal sealed class ObjectRestore
{
    /// <summary>Positions with the ranges behind them, by partition.</summary>
    public Dictionary<TopicPartition, OffsetLedger> Ledgers { get; } = [];

    /// <summary>Newest version that stands, by object.</summary>
    public Dictionary<(ObjectKind Kind, string Key), long> Standing { get; } = [];

    /// <summary>The batch under way by file, by kind.</summary>
    public Dictionary<ObjectKind, BulkBatch> Bulk { get; } = [];

    /// <summary>The instance that wrote last that it delivers.</summary>
    public string? Owner { get; private set; }

    /// <summary>Reads the topic to its end. To be called after InitTransactions, which ends what a former instance left open.</summary>
    public static ObjectRestore Read(IConsumer<string, byte[]?> consumer, IReadOnlyList<TopicPartition> partitions, ObjectCodec codec, CancellationToken ct)
    {
        var restore = new ObjectRestore();
        DeliveryClients.ReadToEnd(consumer, partitions, Take, ct);
        return restore;

        void Take(Message<string, byte[]?> message)
        {
            if (message.Value is { } value)
            {
                restore.Apply(message.Key, codec.Progress(value));
            }
        }
    }

    internal void Apply(string key, ObjectProgress progress)
    {
        if (ProgressKeys.PartitionOf(key) is { } partition && progress.NextOffset is { } next)
        {
            Ledgers[partition] = new OffsetLedger(next, progress.Done);
        }
        else if (ProgressKeys.ObjectOf(key) is { } known && progress.Version is { } version)
        {
            Standing[known] = version;
        }
        else if (ProgressKeys.BulkOf(key) is { } kind)
        {
            Bulk.Remove(kind);
            if (progress.Bulk is { } batch)
            {
                Bulk[kind] = batch;
            }
        }
        else if (key == ProgressKeys.Owner)
        {
            Owner = progress.Owner;
        }
    }
}
