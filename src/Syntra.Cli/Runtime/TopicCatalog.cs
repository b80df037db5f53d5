using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Syntra.Cli.Runtime;

/// <summary>One topic that a tenant needs: its name, partition count and whether it is compacted.</summary>
internal sealed record TopicDefinition(string Name, int Partitions, bool Compacted);

/// <summary>The topics of one tenant, created where they are missing and never altered where they are there.</summary>
internal static class TopicCatalog
{
    /// <summary>Creates every missing topic; a topic that exists is left as its operator configured it.</summary>
    internal static async Task EnsureAsync(string bootstrapServers, IReadOnlyList<TopicDefinition> topics, ILogger? log = null)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
            .SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();
        short replication = Replication(admin);
        try
        {
            await admin.CreateTopicsAsync(topics.Select(topic => Specification(topic, replication))).ConfigureAwait(false);
        }
        catch (CreateTopicsException refused) when (refused.Results.All(AcceptableResult))
        {
            // Topics of an earlier run are there already.
        }
    }

    private static short Replication(IAdminClient admin)
    {
        int brokers = admin.GetMetadata(TimeSpan.FromSeconds(20)).Brokers.Count;
        return (short)Math.Clamp(brokers, 1, 3);
    }

    private static TopicSpecification Specification(TopicDefinition topic, short replication) => new()
    {
        Name = topic.Name,
        NumPartitions = topic.Partitions,
        ReplicationFactor = replication,
        Configs = topic.Compacted
            ? new() { ["cleanup.policy"] = "compact" }
            // Records carry the source's own time, which may lie decades back: retention by time would delete them at once.
            : new() { ["cleanup.policy"] = "delete", ["retention.ms"] = "-1" },
    };

    private static bool AcceptableResult(CreateTopicReport report) =>
        report.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists;
}
