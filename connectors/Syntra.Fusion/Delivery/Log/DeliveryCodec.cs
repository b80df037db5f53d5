using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;

namespace Syntra.Fusion.Delivery.Log;

/// <summary>The three record types of the sink on the wire.</summary>
internal sealed class DeliveryCodec(TopicNames topics, ISchemaRegistryClient registry)
{
    private readonly AvroSerializer<DeliveryRecord> _records = new(registry);
    private readonly AvroSerializer<JournalInstruction> _instructions = new(registry);
    private readonly AvroSerializer<JournalReceipt> _receipts = new(registry);

    public async Task PrepareAsync(CancellationToken ct)
    {
        await _records.PrepareAsync(topics.Delivery, ct);
        await _receipts.PrepareAsync(topics.JournalReceipt, ct);
        await _instructions.PrepareAsync(topics.Journal, ct);
    }

    public JournalInstruction Instruction(byte[] value) => _instructions.Deserialize(topics.Journal, value);

    public DeliveryRecord Record(byte[] value) => _records.Deserialize(topics.Delivery, value);

    public LogMessage Batch(DeliveryBatch batch) =>
        new(topics.Delivery, DeliveryKeys.Batch(batch.BatchId), _records.Serialize(topics.Delivery, new DeliveryRecord { Batch = batch }));

    public LogMessage State(DeliveryStatus status) =>
        new(topics.Delivery, DeliveryKeys.State(status.BatchId), _records.Serialize(topics.Delivery, new DeliveryRecord { Status = status }));

    public LogMessage Position(int partition, long nextOffset) =>
        new(topics.Delivery, DeliveryKeys.Position(partition), _records.Serialize(topics.Delivery, new DeliveryRecord { NextOffset = nextOffset }));

    public LogMessage Owner(string instance) =>
        new(topics.Delivery, DeliveryKeys.Owner, _records.Serialize(topics.Delivery, new DeliveryRecord { Owner = instance }));

    public LogMessage Receipt(JournalReceipt receipt) =>
        new(topics.JournalReceipt, receipt.RecordId, _receipts.Serialize(topics.JournalReceipt, receipt));

    public LogMessage Tombstone(string key) => new(topics.Delivery, key, null);
}

/// <summary>A message to be written; a null value is a tombstone.</summary>
internal sealed record LogMessage(string Topic, string Key, byte[]? Value)
{
    /// <summary>Where it must go; null leaves it to the key.</summary>
    public int? Partition { get; init; }
}
