using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using LogMessage = Syntra.Fusion.Delivery.Log.LogMessage;

namespace Syntra.Fusion.Objects.Progress;

/// <summary>Instructions, receipts and progress on the wire.</summary>
internal sealed class ObjectCodec(TopicNames topics, IReadOnlyCollection<ObjectKind> kinds, ISchemaRegistryClient registry)
{
    private readonly AvroSerializer<ObjectInstruction> _instructions = new(registry);
    private readonly AvroSerializer<ObjectReceipt> _receipts = new(registry);
    private readonly AvroSerializer<ObjectProgress> _progress = new(registry);

    public async Task PrepareAsync(CancellationToken ct)
    {
        await _progress.PrepareAsync(topics.ObjectDelivery, ct);
        foreach (var kind in kinds)
        {
            await _instructions.PrepareAsync(topics.Object(kind), ct);
            await _receipts.PrepareAsync(topics.ObjectReceipt(kind), ct);
        }
    }

    public ObjectInstruction Instruction(string topic, byte[] value) => _instructions.Deserialize(topic, value);

    public ObjectProgress Progress(byte[] value) => _progress.Deserialize(topics.ObjectDelivery, value);

    public LogMessage Receipt(ObjectReceipt receipt)
    {
        var topic = topics.ObjectReceipt(receipt.Kind);
        return new(topic, receipt.ObjectKey, _receipts.Serialize(topic, receipt));
    }

    public LogMessage Standing(ObjectKind kind, string key, long version) => Write(ProgressKeys.Object(kind, key), new ObjectProgress { Version = version });

    public LogMessage Position(TopicPartition partition, OffsetLedger ledger) =>
        Write(ProgressKeys.Position(partition), new ObjectProgress { NextOffset = ledger.Next, Done = ledger.Ranges == 0 ? null : ledger.Encode() });

    /// <summary>The batch under way by file; null says that there is none.</summary>
    public LogMessage Bulk(ObjectKind kind, BulkBatch? batch) => Write(ProgressKeys.Bulk(kind), new ObjectProgress { Bulk = batch });

    public LogMessage Owner(string instance) => Write(ProgressKeys.Owner, new ObjectProgress { Owner = instance });

    private LogMessage Write(string key, ObjectProgress progress) => new(topics.ObjectDelivery, key, _progress.Serialize(topics.ObjectDelivery, progress));
}
