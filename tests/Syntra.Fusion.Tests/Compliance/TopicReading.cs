using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Syntra.Fusion.Tests.Compliance;

internal static class TopicReading
{
    private static readonly ConcurrentDictionary<(string Bootstrap, string Topic), int> s_partitions = new();

    /// <summary>Every committed message of a topic, to its end at the time of the call.</summary>
    public static List<ConsumeResult<string, byte[]>> ReadAll(string bootstrap, string topic)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "reader",
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 20,
        }).Build();
        var open = Enumerable.Range(0, s_partitions.GetOrAdd((bootstrap, topic), static key => Partitions(key.Bootstrap, key.Topic))).ToHashSet();
        consumer.Assign(open.Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var found = new List<ConsumeResult<string, byte[]>>();
        while (open.Count > 0)
        {
            var result = consumer.Consume(Hang.Limit) ?? throw new TimeoutException($"no end of {topic} in sight");
            if (result.IsPartitionEOF)
            {
                // A partition that is written to meanwhile ends more than once.
                open.Remove(result.Partition.Value);
            }
            else
            {
                found.Add(result);
            }
        }

        consumer.Close();
        return found;
    }

    private static int Partitions(string bootstrap, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap, CancellationDelayMaxMs = 5 }).Build();
        return admin.GetMetadata(topic, Hang.Limit).Topics[0].Partitions.Count;
    }
}
