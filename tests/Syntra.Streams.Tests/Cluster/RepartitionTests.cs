using Confluent.Kafka;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.Tests.Cluster;

public sealed class RepartitionTests(KafkaCluster cluster)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_read_from_a_repartition_topic_and_committed_is_deleted_unless_that_is_switched_off(bool purges)
    {
        var (input, output) = (await cluster.CreateTopicAsync("in", 2), await cluster.CreateTopicAsync("out", 2));
        var builder = new StreamsBuilder();
        builder.Stream(input, Consumed.With(Serdes.String, Serdes.String))
            .GroupBy((_, value) => value, Grouped.As("by-value", Serdes.String, Serdes.String))
            .Count(Materialized.As<string, long>("counts"))
            .ToStream().MapValues(count => $"{count}").To(output, Produced.With(Serdes.String, Serdes.String));
        var config = new StreamsConfig
        {
            ApplicationId = cluster.Unique("purge"),
            BootstrapServers = cluster.Bootstrap,
            CommitInterval = TimeSpan.FromMilliseconds(40),
            RepartitionPurgeInterval = purges ? TimeSpan.FromMilliseconds(300) : TimeSpan.Zero,
        };

        await using var app = await RunningApp.StartAsync(builder.Build(), config);
        cluster.Produce(input, [.. Enumerable.Range(0, 100).Select(i => ($"k{i}", (string?)$"v{i % 10}"))]);
        cluster.Read(output, 100);

        using var reader = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = cluster.Bootstrap, GroupId = cluster.Unique("watermarks") }).Build();
        long Left() => Enumerable.Range(0, 2)
            .Select(p => reader.QueryWatermarkOffsets(new TopicPartition($"{config.ApplicationId}-by-value-repartition", p), TimeSpan.FromSeconds(10)))
            .Sum(w => w.High.Value - w.Low.Value);
        if (!purges)
        {
            Assert.True(Left() >= 100);
            return;
        }

        // A transaction's closing marker may be the one thing that stays.
        await Eventually.HoldsAsync(() => Left() <= 2, () => $"{Left()} records are left");
        cluster.Produce(input, ("k", "v3"));
        Assert.Contains(cluster.Read(output, 101), r => r.Message is { Key: "v3", Value: "11" });
    }
}
