using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Kafka.Embedded;

namespace Syntra.Cerner.Tests.Compliance;

/// <summary>One embedded broker for the tests of a class; each test has a tenant, and so topics, of its own.</summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-source-kafka-");
    private readonly ConcurrentDictionary<string, int> _partitions = new(StringComparer.Ordinal);
    private int _tenants;

    internal EmbeddedKafka Broker { get; private set; } = null!;

    /// <summary>Outlives every source under test, as a registry does.</summary>
    internal ISchemaRegistryClient Registry { get; } = new InMemorySchemaRegistryClient();

    public async ValueTask InitializeAsync() => await StartAsync(Port.Reserve());

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        var port = int.Parse(Broker.BootstrapServers.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        await Broker.DisposeAsync();
        if (meanwhile is not null)
        {
            await meanwhile();
        }

        await StartAsync(port);
    }

    /// <summary>A new tenant with the topics of a source.</summary>
    internal async Task<TopicNames> TenantAsync()
    {
        var topics = new TopicNames($"tenant{Interlocked.Increment(ref _tenants)}");
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.BootstrapServers, CancellationDelayMaxMs = 5 }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = topics.RawCharge, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } },
            new TopicSpecification { Name = topics.RawDelete, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } },
            new TopicSpecification { Name = topics.RawEncounter, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } },
            new TopicSpecification { Name = topics.RawEncounterCombine, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } },
            new TopicSpecification { Name = topics.RawPersonCombine, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } },
            new TopicSpecification { Name = topics.DeadLetters, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } },
            new TopicSpecification { Name = topics.SourceWatermark, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "compact" } },
        ]);
        return topics;
    }

    /// <summary>What consumers of committed data see, in order of the partitions.</summary>
    internal List<ConsumeResult<string, byte[]>> Committed(string topic) => Read(topic, IsolationLevel.ReadCommitted);

    internal List<ConsumeResult<string, byte[]>> Uncommitted(string topic) => Read(topic, IsolationLevel.ReadUncommitted);

    internal List<RawCharge> CommittedCharges(TopicNames topics)
    {
        var serializer = new AvroSerializer<RawCharge>(Registry);
        return [.. Committed(topics.RawCharge).Select(r => serializer.Deserialize(topics.RawCharge, Opened(r)))];

        byte[] Opened(ConsumeResult<string, byte[]> record) =>
            Guards.Of(topics.Tenant).Sealer.Open(LogicalTopics.RawCharge, System.Text.Encoding.UTF8.GetBytes(record.Message.Key), record.Message.Value);
    }

    internal Dictionary<string, SourceWatermark> Watermarks(TopicNames topics)
    {
        var serializer = new AvroSerializer<SourceWatermark>(Registry);
        return Committed(topics.SourceWatermark)
            .GroupBy(r => r.Message.Key)
            .ToDictionary(g => g.Key, g => serializer.Deserialize(topics.SourceWatermark, g.Last().Message.Value));
    }

    private async Task StartAsync(int port) => Broker = await EmbeddedKafka.StartAsync(
        new EmbeddedKafkaOptions { DataDirectory = _folder.FullName, Port = port, RegistryPort = null }, CancellationToken.None);

    private List<ConsumeResult<string, byte[]>> Read(string topic, IsolationLevel isolation)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = Broker.BootstrapServers, GroupId = "test", EnablePartitionEof = true, EnableAutoCommit = false, IsolationLevel = isolation,
            FetchWaitMaxMs = 10,
        }).Build();
        var partitions = _partitions.GetOrAdd(topic, PartitionsOf);
        var records = new List<ConsumeResult<string, byte[]>>();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var open = Enumerable.Range(0, partitions).ToHashSet();
        while (open.Count > 0)
        {
            var record = consumer.Consume(Hang.Limit) ?? throw new TimeoutException($"{topic} gives nothing more");
            if (record.IsPartitionEOF)
            {
                // A partition that is written to meanwhile ends more than once.
                open.Remove(record.Partition.Value);
            }
            else
            {
                records.Add(record);
            }
        }

        return [.. records.OrderBy(r => r.Partition.Value).ThenBy(r => r.Offset.Value)];
    }

    private int PartitionsOf(string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.BootstrapServers, CancellationDelayMaxMs = 5 }).Build();
        return admin.GetMetadata(topic, Hang.Limit).Topics.Single().Partitions.Count;
    }
}
