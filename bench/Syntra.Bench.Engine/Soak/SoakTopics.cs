using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Syntra.Bench.Engine.Soak;

/// <summary>Topics with small segments and little retention, so that a long run at full load does not fill the disk.</summary>
internal static class SoakTopics
{
    public const string Store = "sums";
    private const int Partitions = 4;
    private const long SegmentBytes = 32_000_000;

    /// <summary>Far more than the feeder's backlog: what is deleted was read long ago.</summary>
    private const long RetentionBytes = 256_000_000;

    /// <summary>The changelog too, under the name the engine gives it: its own would have segments of a gigabyte, and the open one is never compacted.</summary>
    public static async Task CreateAsync(string bootstrap, string application, string input, string output)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        await admin.CreateTopicsAsync(
        [
            Topic(input, ("cleanup.policy", "delete"), ("retention.bytes", $"{RetentionBytes}")),
            Topic(output, ("cleanup.policy", "delete"), ("retention.bytes", $"{RetentionBytes}")),
            Topic($"{application}-{Store}-changelog", ("cleanup.policy", "compact")),
        ]);
    }

    private static TopicSpecification Topic(string name, params (string Key, string Value)[] settings)
    {
        var configs = settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        configs["retention.ms"] = "-1";
        configs["segment.bytes"] = $"{SegmentBytes}";
        return new TopicSpecification { Name = name, NumPartitions = Partitions, ReplicationFactor = -1, Configs = configs };
    }
}
