using Syntra.Avro;
using Syntra.Cli.Indexing;
using Syntra.Cli.Operating;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Tracing;

/// <summary>What the clear topics hold of a charge: tokens, codes and money. Raw payloads are opened later.</summary>
internal sealed record TraceRecords(
    IReadOnlyList<(LogRecord Record, JournalInstruction Value)> Instructions,
    IReadOnlyList<(LogRecord Record, JournalReceipt Value)> Receipts,
    TraceDelivery Delivery,
    IReadOnlyList<LogRecord> Others);

/// <summary>Batches, and where each stands.</summary>
internal sealed record TraceDelivery(IReadOnlyList<DeliveryBatch> Batches, IReadOnlyDictionary<string, DeliveryStatus> States);

/// <summary>Reads what the topics have of one charge, by the index: its cost is the charge's own records, not the topics' length.</summary>
internal sealed class TraceSources(OperatorSession session, RecordLookup lookup)
{
    private readonly ChargeSerdes serdes = new(session.Registry, session.Protection.Sealer);
    private readonly AvroSerializer<DeliveryRecord> delivery = new(session.Registry);

    internal TopicNames Topics => session.Topics;

    internal ChargeSerdes Serdes => serdes;

    /// <summary>Everything of a charge but the watermark table's row.</summary>
    internal TraceRecords Read(IReadOnlySet<string> tokens, CancellationToken cancellation)
    {
        string[] topics = [Topics.RawCharge, Topics.RawDelete, Topics.Journal, Topics.JournalReceipt, Topics.Review, Topics.Parked, Topics.DeadLetters, Topics.Delivery];
        var records = lookup.With(tokens, topics, cancellation);
        return new TraceRecords(
            Of(records, Topics.Journal, serdes.Journal), Of(records, Topics.JournalReceipt, serdes.Receipt), WithStates(records, cancellation),
            [.. records.Where(r => r.Topic != Topics.Delivery && r.Topic != Topics.Journal && r.Topic != Topics.JournalReceipt)]);
    }

    /// <summary>The charge's rows in the watermark table, under each of its tokens. A payload that is opened for it is logged.</summary>
    internal IReadOnlyList<PostedCharge> Posted(IReadOnlySet<string> tokens, CancellationToken cancellation) => PostedRows.Read(session, lookup, tokens, cancellation);

    /// <summary>Instructions in which a line or they themselves have a key that begins so.</summary>
    internal IReadOnlyList<JournalInstruction> Instructions(string key, CancellationToken cancellation) =>
        [.. Of(lookup.WithSecond([IndexedTopic.LineKey(key)], Topics.Journal, cancellation), Topics.Journal, serdes.Journal).Select(i => i.Item2)];

    /// <summary>The batches that a name or a group id may mean.</summary>
    internal TraceDelivery Batches(string? name, long? group, CancellationToken cancellation)
    {
        // Fusion puts a blank and more behind the name that it was given.
        var keys = name is null ? [] : name.Select((c, i) => (c, i)).Where(p => p.c == ' ').Select(p => name[..p.i]).Append(name).Select(IndexedTopic.NameKey).ToList();
        if (group is { } id)
        {
            var states = lookup.With([IndexedTopic.GroupKey(id)], [Topics.Delivery], cancellation).Select(r => delivery.Deserialize(r.Topic, r.Value).Status).OfType<DeliveryStatus>();
            keys.AddRange(states.Select(s => IndexedTopic.BatchKey(s.BatchId)).Distinct(StringComparer.Ordinal));
        }
        return WithStates(lookup.With(keys, [Topics.Delivery], cancellation), cancellation);
    }

    private TraceDelivery WithStates(IReadOnlyList<LogRecord> records, CancellationToken cancellation)
    {
        // Batches that are done are tombstoned; until the log is compacted they can still be read.
        var batches = records.Where(r => r.Topic == Topics.Delivery && r.Value is not null).Select(r => delivery.Deserialize(r.Topic, r.Value).Batch).OfType<DeliveryBatch>()
            .DistinctBy(b => b.BatchId).ToList();
        var states = lookup.With([.. batches.Select(b => IndexedTopic.StateKey(b.BatchId))], [Topics.Delivery], cancellation).Where(r => r.Value is not null)
            .Select(r => delivery.Deserialize(r.Topic, r.Value).Status).OfType<DeliveryStatus>();
        return new TraceDelivery(batches, states.GroupBy(s => s.BatchId).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal));
    }

    private static List<(LogRecord, T)> Of<T>(IReadOnlyList<LogRecord> records, string topic, AvroSerde<T> serde) where T : IAvroRecord<T> =>
        [.. records.Where(r => r.Topic == topic && r.Value is not null).Select(r => (r, serde.Deserialize(topic, r.Value)))];
}
