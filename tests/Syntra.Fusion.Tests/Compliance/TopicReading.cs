using Confluent.Kafka;

namespace Syntra.Fusion.Tests.Compliance;

internal static class TopicReading
{
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
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)).ToList();
        consumer.Assign(partitions);
        var open = partitions.Count;
        var found = new List<ConsumeResult<string, byte[]>>();
        while (open > 0)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"no end of {topic} in sight");
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                found.Add(result);
            }
        }

        consumer.Close();
        return found;
    }
}
