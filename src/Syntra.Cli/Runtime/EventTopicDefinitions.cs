using Syntra.Contracts;

namespace Syntra.Cli.Runtime;

/// <summary>The topics of a tenant's events.</summary>
internal static class EventTopicDefinitions
{
    /// <summary>Raw events by resource type, and what must be fetched.</summary>
    internal static IReadOnlyList<TopicDefinition> Of(TopicNames topics, int partitions) =>
    [
        .. EventTopics.ResourceTypes.Select(type => new TopicDefinition(topics.RawFhir(type), partitions, Compacted: false)),
        new(topics.RawAsset, partitions, Compacted: false),
        new(topics.Backfill, partitions, Compacted: false),
        new(topics.SourceWatermark, 1, Compacted: true),
        new(topics.DeadLetters, partitions, Compacted: false),
    ];
}
