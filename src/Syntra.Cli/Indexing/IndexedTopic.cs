using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Cli.Operating;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Indexing;

/// <summary>A topic whose records are found by key.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Partitions">How many it has.</param>
/// <param name="Keys">What a record is found by: its charge's or encounter's token above all. A record without a key is read again at every start, so there should be few.</param>
/// <param name="Second">What else it is found by, in a file of its own; null for nothing.</param>
internal sealed record IndexedTopic(string Topic, int Partitions, Func<LogRecord, IEnumerable<string>> Keys, Func<LogRecord, IEnumerable<string>>? Second = null)
{
    /// <summary>First digits of a line's or instruction's key that it is found by: as many as a person has to type.</summary>
    internal const int KeyDigits = 12;

    private const string BatchPrefix = "batch/";
    private const string StatePrefix = "state/";

    /// <summary>The charge flow's topics, by what an operator asks for.</summary>
    internal static IReadOnlyList<IndexedTopic> Of(TopicNames topics, int partitions, int tokenVersion, ISchemaRegistryClient registry)
    {
        var serdes = (Journal: new AvroSerde<JournalInstruction>(registry), Delivery: new AvroSerializer<DeliveryRecord>(registry));
        string[] keyed =
        [
            topics.RawCharge, topics.RawDelete, topics.RawEncounter, topics.RawEncounterCombine, topics.JournalReceipt, topics.Review, topics.ReviewDecision, topics.Parked,
            topics.DeadLetters, ChargeTopics.PostedChangelog(topics, tokenVersion),
        ];
        return
        [
            .. keyed.Select(topic => new IndexedTopic(topic, partitions, record => [ChargeOf(record.Key)])),
            new IndexedTopic(topics.Journal, partitions, record => [record.Key], record => Lines(record, serdes.Journal)),
            new IndexedTopic(topics.Delivery, 1, record => Delivery(record, serdes.Delivery)),
        ];
    }

    /// <summary>What the line or instruction with a key, or the beginning of one, is found by.</summary>
    internal static string LineKey(string key) => key[..KeyDigits];

    /// <summary>What a batch's content is found by.</summary>
    internal static string BatchKey(string batchId) => BatchPrefix + batchId;

    /// <summary>What a batch's states are found by.</summary>
    internal static string StateKey(string batchId) => StatePrefix + batchId;

    /// <summary>What a batch of a name is found by.</summary>
    internal static string NameKey(string batchName) => "name/" + batchName;

    /// <summary>What the batch of a group id is found by.</summary>
    internal static string GroupKey(long group) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"group/{group}");

    // The key of a review item is charge|version.
    private static string ChargeOf(string key) => key.IndexOf('|', StringComparison.Ordinal) is var bar && bar < 0 ? key : key[..bar];

    private static IEnumerable<string> Lines(LogRecord record, AvroSerde<JournalInstruction> serde)
    {
        try
        {
            if (record.Value is null)
            {
                return [];
            }
            var instruction = serde.Deserialize(record.Topic, record.Value);
            return instruction.Lines.Select(l => l.Key).Append(instruction.IdempotencyKey).Select(LineKey);
        }
        catch (AvroException)
        {
            // What cannot be read has no lines to be found by.
            return [];
        }
    }

    private static IEnumerable<string> Delivery(LogRecord record, AvroSerializer<DeliveryRecord> serializer)
    {
        if (record.Value is null || !(record.Key.StartsWith(BatchPrefix, StringComparison.Ordinal) || record.Key.StartsWith(StatePrefix, StringComparison.Ordinal)))
        {
            return [record.Key];
        }
        try
        {
            var value = serializer.Deserialize(record.Topic, record.Value);
            return value.Batch is { } batch
                ? [record.Key, NameKey(batch.BatchName), .. batch.Instructions.Select(i => i.RecordId).Distinct(StringComparer.Ordinal)]
                : [record.Key, .. (value.Status?.Attempts ?? []).Select(a => GroupKey(a.GroupId))];
        }
        catch (AvroException)
        {
            return [record.Key];
        }
    }
}
