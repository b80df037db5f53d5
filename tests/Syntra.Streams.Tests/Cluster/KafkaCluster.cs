using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Kafka.Embedded;

[assembly: AssemblyFixture(typeof(Syntra.Streams.Tests.Cluster.KafkaCluster))]

namespace Syntra.Streams.Tests.Cluster;

/// <summary>The broker that the tests run against: the one that SYNTRA_TEST_BOOTSTRAP names, else an embedded one.</summary>
public sealed class KafkaCluster : IAsyncLifetime
{
    private static int _names;
    private readonly string _run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
    private readonly string _folder = Directory.CreateTempSubdirectory("syntra-streams-").FullName;

    public string Bootstrap { get; private set; } = "";

    /// <summary>Null when the tests run against another broker.</summary>
    public EmbeddedKafka? Embedded { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP") is { Length: > 0 } given)
        {
            Bootstrap = given;
            return;
        }

        Embedded = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = Path.Combine(_folder, "broker"), Port = 0 }, CancellationToken.None);
        Bootstrap = Embedded.BootstrapServers;
    }

    public async ValueTask DisposeAsync()
    {
        if (Embedded is not null)
        {
            await Embedded.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A name that no other test and no other run uses.</summary>
    public string Unique(string name) => $"{name}-{_run}-{Interlocked.Increment(ref _names).ToString(CultureInfo.InvariantCulture)}";

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, Unique("state"))).FullName;

    public async Task<string> CreateTopicAsync(string name, int partitions = 4, bool compacted = false)
    {
        var topic = Unique(name);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap }).Build();
        var configs = new Dictionary<string, string> { ["retention.ms"] = "-1", ["cleanup.policy"] = compacted ? "compact" : "delete" };
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = -1, Configs = configs }]);

        // A cluster of several brokers answers before all of them know. The whole list is asked for: asking about one topic may create it.
        await Eventually.HoldsAsync(() => admin.GetMetadata(Hang.Limit).Topics.Any(t =>
            t.Topic == topic && t.Partitions.Count == partitions && t.Partitions.TrueForAll(p => p.Leader >= 0)));
        return topic;
    }

    public void Produce(string topic, IEnumerable<(string Key, string? Value, long Timestamp)> records)
    {
        var config = new ProducerConfig { BootstrapServers = Bootstrap, Partitioner = Partitioner.Murmur2Random, LingerMs = 5 };
        using var producer = new ProducerBuilder<string, string?>(config).Build();
        foreach (var (key, value, timestamp) in records)
        {
            producer.Produce(topic, new Message<string, string?> { Key = key, Value = value!, Timestamp = new Timestamp(timestamp, TimestampType.CreateTime) });
        }

        producer.Flush(Hang.Limit);
    }

    public void Produce(string topic, params (string Key, string? Value)[] records) => Produce(topic, records.Select((r, i) => (r.Key, r.Value, 1_000L + i)));

    /// <summary>Reads committed records until <paramref name="enough"/> says so; fails after a generous time.</summary>
    public List<ConsumeResult<string, string?>> Read(string topic, Func<List<ConsumeResult<string, string?>>, bool> enough, int seconds = Hang.Seconds)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Bootstrap,
            GroupId = Unique("reader"),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
        };
        using var consumer = new ConsumerBuilder<string, string?>(config).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var count = admin.GetMetadata(topic, Hang.Limit).Topics[0].Partitions.Count;
        consumer.Assign(Enumerable.Range(0, count).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var records = new List<ConsumeResult<string, string?>>();
        var start = TimeProvider.System.GetTimestamp();
        while (!enough(records))
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(seconds))
            {
                Assert.Fail($"{topic}: {records.Count} records after {seconds} s are not enough.");
            }

            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    public List<ConsumeResult<string, string?>> Read(string topic, int count, int seconds = Hang.Seconds) => Read(topic, r => r.Count >= count, seconds);
}
