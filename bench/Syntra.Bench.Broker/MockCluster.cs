using Confluent.Kafka;

namespace Syntra.Bench.Broker;

/// <summary>
/// librdkafka's mock cluster with one broker, in this process. It keeps the newest 5 MB of a partition, so a million records to consume are
/// spread over as many of its partitions as it takes to keep them all.
/// </summary>
internal sealed class MockCluster : IDisposable
{
    private const int KeptBytesPerPartition = 4_000_000;
    private const int PartitionsPerTopic = 4;
    private readonly IProducer<Null, byte[]> owner;

    public MockCluster()
    {
        var config = new ProducerConfig { BootstrapServers = "unused:1" };
        config.Set("test.mock.num.brokers", "1");
        owner = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(owner.Handle).Build();
        var broker = admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers[0];
        Bootstrap = $"{broker.Host}:{broker.Port}";
    }

    public string Bootstrap { get; }

    /// <summary>Fills enough partitions to hold all the records, and returns them.</summary>
    public IReadOnlyList<TopicPartition> Fill(int records, int bytes)
    {
        var perPartition = Math.Max(1, KeptBytesPerPartition / (bytes + 20));
        var result = new List<TopicPartition>();
        for (var left = records; left > 0; left -= perPartition)
        {
            var partition = new TopicPartition($"kept-{result.Count / PartitionsPerTopic}", result.Count % PartitionsPerTopic);
            Throughput.Produce(Bootstrap, partition, Math.Min(left, perPartition), bytes);
            result.Add(partition);
        }

        return result;
    }

    public void Dispose() => owner.Dispose();
}
