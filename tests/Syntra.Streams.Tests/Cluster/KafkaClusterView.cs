using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Kafka.Embedded;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Streams.Tests.Cluster;

/// <summary>A few plain operations on a broker of a test's own.</summary>
internal sealed class KafkaClusterView(string bootstrap)
{
    public void CreateTopic(string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = -1 }]).GetAwaiter().GetResult();
    }

    public void Produce(string topic, int count)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 5 }).Build();
        for (var i = 0; i < count; i++)
        {
            producer.Produce(topic, new Message<string, string> { Key = "k", Value = $"{i}" });
        }

        producer.Flush(Hang.Limit);
    }

    public List<string> ReadCommitted(string topic, int count)
    {
        var config = new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "view", IsolationLevel = IsolationLevel.ReadCommitted, AutoOffsetReset = AutoOffsetReset.Earliest };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var values = new List<string>();
        var start = TimeProvider.System.GetTimestamp();
        while (values.Count < count && TimeProvider.System.GetElapsedTime(start) < Hang.Limit)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                values.Add(record.Message.Value);
            }
        }

        return values;
    }
}

internal static class Hooks
{
    public static RequestHook DelayEndTxn(TimeSpan by) => new(ApiKey.EndTxn, RequestHookAction.Delay) { Times = int.MaxValue, Delay = by };
}
