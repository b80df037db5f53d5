using Syntra.Avro;
using Syntra.Cli.Operating;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Tracing;

/// <summary>What the clear topics hold: tokens, codes and money. Raw payloads are opened later, and only those of the charge that is asked after.</summary>
internal sealed record TraceRecords(
    IReadOnlyList<(LogRecord Record, JournalInstruction Value)> Instructions,
    IReadOnlyList<(LogRecord Record, JournalReceipt Value)> Receipts,
    IReadOnlyList<DeliveryBatch> Batches,
    IReadOnlyDictionary<string, DeliveryStatus> States,
    IReadOnlyList<LogRecord> Others);

/// <summary>Reads the topics that a charge passes.</summary>
internal sealed class TraceSources(OperatorSession session)
{
    private const string BatchPrefix = "batch/";
    private const string StatePrefix = "state/";

    private readonly ChargeSerdes serdes = new(session.Registry, session.Protection.Sealer);

    internal TopicNames Topics => session.Topics;

    internal ChargeSerdes Serdes => serdes;

    /// <summary>Reads everything once. Cost: the topics' length.</summary>
    internal TraceRecords Read(CancellationToken cancellation)
    {
        int partitions = session.Tenant.Partitions;
        string[] keyed = [Topics.RawCharge, Topics.RawDelete, Topics.Journal, Topics.JournalReceipt, Topics.Review, Topics.Parked, Topics.DeadLetters];
        var scan = new LogScan(session.BootstrapServers, session.Log<LogScan>());
        var records = scan.Read([.. keyed.Select(topic => (topic, partitions)), (Topics.Delivery, 1)], (_, _) => true, cancellation);
        var delivery = new AvroSerializer<DeliveryRecord>(session.Registry);
        var batches = new Dictionary<string, DeliveryBatch>(StringComparer.Ordinal);
        var states = new Dictionary<string, DeliveryStatus>(StringComparer.Ordinal);
        foreach (var record in records.Where(r => r.Topic == Topics.Delivery && r.Value is not null))
        {
            if (record.Key.StartsWith(BatchPrefix, StringComparison.Ordinal) && delivery.Deserialize(record.Topic, record.Value).Batch is { } batch)
            {
                // Batches that are done are tombstoned; until the log is compacted they can still be read.
                batches[batch.BatchId] = batch;
            }
            else if (record.Key.StartsWith(StatePrefix, StringComparison.Ordinal) && delivery.Deserialize(record.Topic, record.Value).Status is { } status)
            {
                states[status.BatchId] = status;
            }
        }
        return new TraceRecords(
            Of(records, Topics.Journal, serdes.Journal), Of(records, Topics.JournalReceipt, serdes.Receipt), [.. batches.Values], states,
            [.. records.Where(r => r.Topic != Topics.Delivery && r.Topic != Topics.Journal && r.Topic != Topics.JournalReceipt)]);
    }

    private static List<(LogRecord, T)> Of<T>(IReadOnlyList<LogRecord> records, string topic, AvroSerde<T> serde) where T : IAvroRecord<T> =>
        [.. records.Where(r => r.Topic == topic && r.Value is not null).Select(r => (r, serde.Deserialize(topic, r.Value)))];
}
