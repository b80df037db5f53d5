using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Kafka.Embedded.Tests.Conformance;
using Syntra.Kafka.Embedded.Tests.Protocol;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace Syntra.Kafka.Embedded.Tests.Conformance;

/// <summary>
/// The cluster under test: an embedded broker, or the one that SYNTRA_TEST_BOOTSTRAP names. Tests that reach into the embedded
/// broker ask for <see cref="Embedded"/> and are skipped elsewhere.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private static readonly TimeSpan SettleLimit = Hang.Limit;
    private static int counter;
    private EmbeddedKafka? embedded;
    private string? folder;

    public static string? External => Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP") is { Length: > 0 } address ? address : null;

    public string Bootstrap => External ?? embedded!.BootstrapServers;

    public EmbeddedKafka Embedded
    {
        get
        {
            Assert.SkipWhen(embedded is null, "SYNTRA_TEST_BOOTSTRAP is set: this test needs the embedded broker");
            return embedded!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (External is null)
        {
            folder = Directory.CreateTempSubdirectory("syntra-broker-").FullName;
            embedded = await EmbeddedKafka.StartAsync(new() { DataDirectory = folder, RegistryPort = null, CleanupInterval = TimeSpan.FromSeconds(1) }, default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (embedded is not null)
        {
            await embedded.DisposeAsync();
            Directory.Delete(folder!, recursive: true);
        }
    }

    /// <summary>A name that no other test, and no earlier run against the same cluster, has used.</summary>
    public static string NewName(string prefix) =>
        $"{prefix}-{Environment.ProcessId}-{TimeProvider.System.GetTimestamp():x}-{Interlocked.Increment(ref counter)}";

    public async Task<string> CreateTopicAsync(int partitions = 1, params (string Name, string Value)[] configs)
    {
        var name = NewName("t");
        using var admin = Admin();
        await admin.CreateTopicsAsync([new TopicSpecification
        {
            Name = name,
            NumPartitions = partitions,
            // The cluster's default: one replica would be too few to write to where the cluster asks for two in sync.
            ReplicationFactor = -1,
            Configs = configs.ToDictionary(c => c.Name, c => c.Value),
        }]);
        // A cluster answers before every node knows the topic and each partition has its leader.
        await Eventually.Async(() => Leaders(admin, name).Count == partitions, SettleLimit);
        return name;
    }

    public IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap }).Build();

    public IProducer<string, string> Producer(Action<ProducerConfig>? configure = null)
    {
        var config = new ProducerConfig { BootstrapServers = Bootstrap, LingerMs = 1, AllowAutoCreateTopics = false };
        configure?.Invoke(config);
        return new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    public IProducer<string, string> TransactionalProducer(string transactionalId, int timeoutMs = 60_000)
    {
        var producer = Producer(c =>
        {
            c.TransactionalId = transactionalId;
            c.TransactionTimeoutMs = timeoutMs;
        });
        producer.InitTransactions(Hang.Limit);
        return producer;
    }

    public IConsumer<string, string> Consumer(string? group = null, Action<ConsumerConfig>? configure = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Bootstrap,
            GroupId = group ?? NewName("g"),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            SessionTimeoutMs = 6000,
        };
        configure?.Invoke(config);
        return new ConsumerBuilder<string, string>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    /// <summary>Reads one partition from its start (or an offset) to its end.</summary>
    public List<ConsumeResult<string, string>> ReadAll(
        string topic, int partition = 0, IsolationLevel isolation = IsolationLevel.ReadCommitted, long from = -1)
    {
        using var consumer = Consumer(configure: c => c.IsolationLevel = isolation);
        consumer.Assign(new TopicPartitionOffset(topic, partition, from < 0 ? Offset.Beginning : new Offset(from)));
        var result = new List<ConsumeResult<string, string>>();
        while (true)
        {
            var next = consumer.Consume(Hang.Limit) ?? throw new TimeoutException($"{topic}: no end of partition");
            if (next.IsPartitionEOF)
            {
                return result;
            }

            result.Add(next);
        }
    }

    /// <summary>
    /// Waits until read_committed readers of partition 0 see exactly these values: a cluster answers a commit before its markers are
    /// everywhere. What should not be there would stay, and is told apart by that.
    /// </summary>
    public async Task AssertCommittedAsync(IReadOnlyList<string> expected, string topic, int partition = 0)
    {
        IReadOnlyList<string> found = [];
        await Eventually.ComesTrueAsync(() => Task.FromResult((found = Values(ReadAll(topic, partition))).SequenceEqual(expected)), SettleLimit);
        Assert.Equal(expected, found);
    }

    public IReadOnlyList<string> ReadValues(string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted) =>
        Values(ReadAll(topic, isolation: isolation));

    /// <summary>A connection by hand to the node that leads the topic's partition 0.</summary>
    internal RawClient RawLeader(string topic)
    {
        using var admin = Admin();
        return new RawClient(Leaders(admin, topic)[0]);
    }

    /// <summary>A connection by hand to the node that coordinates the transactional id.</summary>
    internal async Task<RawClient> RawCoordinatorAsync(string transactionalId)
    {
        using var any = new RawClient(Bootstrap);
        string? address = null;
        await Eventually.Async(() => (address = any.FindCoordinator(transactionalId)) is not null, SettleLimit);
        return new RawClient(address!);
    }

    private static List<string> Values(IEnumerable<ConsumeResult<string, string>> records) => [.. records.Select(r => r.Message.Value)];

    /// <summary>host:port of each partition's leader, as far as there is one.</summary>
    private static List<string> Leaders(IAdminClient admin, string topic)
    {
        var metadata = admin.GetMetadata(topic, SettleLimit);
        var nodes = metadata.Brokers.ToDictionary(b => b.BrokerId, b => $"{b.Host}:{b.Port}");
        return [.. metadata.Topics.SelectMany(t => t.Partitions).OrderBy(p => p.PartitionId).Where(p => nodes.ContainsKey(p.Leader)).Select(p => nodes[p.Leader])];
    }
}
