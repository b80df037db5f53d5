using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Pipeline;

namespace Syntra.Cli.Realtime;

/// <summary>The topics of a tenant's real-time tier.</summary>
internal static class ObjectTopics
{
    /// <summary>Name of the streams application.</summary>
    internal static string ApplicationId(TopicNames topics) => topics.Tenant + "-objects";

    /// <summary>Topics that must be there before anything starts: raw, instruction and receipt topics with the same partitions.</summary>
    internal static IReadOnlyList<TopicDefinition> Definitions(TopicNames topics, IReadOnlyList<ObjectDomain> domains, int partitions) =>
    [
        .. EventTopicDefinitions.Of(topics, partitions),
        .. ObjectPipeline.Kinds(domains).SelectMany(kind => new[]
        {
            new TopicDefinition(topics.Object(kind), partitions, Compacted: false), new TopicDefinition(topics.ObjectReceipt(kind), partitions, Compacted: false),
        }),
        new(topics.ObjectDelivery, 1, Compacted: true),
        new(topics.Party, 1, Compacted: true),
        new(topics.PartyChange, partitions, Compacted: true),
    ];
}
