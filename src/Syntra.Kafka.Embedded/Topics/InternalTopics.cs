using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Topics;

/// <summary>The compacted topics in which the broker keeps its own state: one partition each, since there is one node.</summary>
internal static class InternalTopics
{
    private static readonly TopicSettings Settings = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["cleanup.policy"] = "compact",
        ["segment.bytes"] = "16777216",
        ["max.message.bytes"] = "104857600",
        ["min.cleanable.dirty.ratio"] = "0.5",
    });

    public static PartitionLog Ensure(TopicCatalog topics, string name)
    {
        var topic = topics.Find(name) ?? topics.Create(name, partitions: 1, Settings).Topic
            ?? throw new IOException($"cannot create {name}: is the data folder's disk full?");
        return topic.Partitions[0];
    }
}
