using Confluent.Kafka;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>Searches every record of every topic, the broker's own ones and changelogs included.</summary>
internal static class CanaryTopics
{
    /// <summary>Producers compress, so the files on disk do not tell: each record is read as a consumer reads it, aborted ones included. Returns how many there were.</summary>
    internal static int Look(CanarySearch search, string servers)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = "canary", EnablePartitionEof = true, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadUncommitted,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(Hang.Limit).Topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Topic, p.PartitionId))).ToList();
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        int records = 0;
        var open = partitions.ToHashSet();
        while (open.Count > 0)
        {
            var result = consumer.Consume(Hang.Limit) ?? throw new TimeoutException("no end of the topics");
            if (result.IsPartitionEOF)
            {
                // A partition that is written to meanwhile ends more than once.
                open.Remove(result.TopicPartition);
                continue;
            }

            records++;
            search.Look($"{result.Topic}, key", result.Message.Key ?? []);
            search.Look($"{result.Topic}, value", result.Message.Value ?? []);
            foreach (var header in result.Message.Headers ?? [])
            {
                search.Look($"{result.Topic}, header {header.Key}", header.GetValueBytes() ?? []);
            }
        }

        return records;
    }
}
