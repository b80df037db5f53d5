using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Delivery;
using Syntra.Fusion.Objects.Limits;
using Syntra.Fusion.Tests.Compliance;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>The object delivery between a real broker and the simulated Fusion.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    private static int s_tenants;
    private readonly InMemorySchemaRegistryClient _registry = new();
    private readonly AvroSerializer<ObjectInstruction> _instructions;
    private readonly AvroSerializer<ObjectReceipt> _receipts;
    private readonly string _bootstrap;

    private DeliveryRig(string bootstrap, TopicNames topics, ObjectRig objects, IReadOnlyList<ObjectKind> kinds)
    {
        _bootstrap = bootstrap;
        _instructions = new(_registry);
        _receipts = new(_registry);
        Topics = topics;
        Objects = objects;
        Kinds = kinds;
        Options = new ObjectDeliveryOptions
        {
            Topics = topics,
            BootstrapServers = bootstrap,
            BackOff = TimeSpan.FromMilliseconds(20),
            MaximumBackOff = TimeSpan.FromMilliseconds(200),
            PauseProbe = TimeSpan.FromMilliseconds(50),
            Limit = new AdaptiveLimitOptions { Pause = TimeSpan.FromMilliseconds(20), MaximumPause = TimeSpan.FromMilliseconds(200) },
        };
    }

    public TopicNames Topics { get; }

    public ObjectRig Objects { get; }

    public IReadOnlyList<ObjectKind> Kinds { get; }

    public ObjectDeliveryOptions Options { get; set; }

    public static async Task<DeliveryRig> StartAsync(KafkaFixture kafka, params IReadOnlyList<ObjectKind> kinds)
    {
        var topics = new TopicNames($"o{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}-{Interlocked.Increment(ref s_tenants)}");
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Bootstrap }).Build();
        var compacted = new Dictionary<string, string> { ["cleanup.policy"] = "compact" };
        await admin.CreateTopicsAsync(
        [
            .. kinds.SelectMany(k => new[] { topics.Object(k), topics.ObjectReceipt(k) }).Select(t => new TopicSpecification { Name = t, NumPartitions = 2, ReplicationFactor = 1 }),
            new TopicSpecification { Name = topics.ObjectDelivery, NumPartitions = 1, ReplicationFactor = 1, Configs = compacted },
        ]);
        return new DeliveryRig(kafka.Bootstrap, topics, new ObjectRig(await Pod.StartAsync()), kinds);
    }

    public ObjectDelivery New(TimeSpan? timeout = null) =>
        new(Options, [.. Objects.Connectors(timeout).Where(c => Kinds.Contains(c.Kind))], _registry, TimeProvider.System, NullLoggerFactory.Instance);

    public Task ProduceAsync(params IEnumerable<ObjectInstruction> instructions) => Task.Run(() =>
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = _bootstrap, LingerMs = 5, Partitioner = Partitioner.Murmur2Random }).Build();
        foreach (var instruction in instructions)
        {
            var topic = Topics.Object(instruction.Kind);
            producer.Produce(topic, new Message<string, byte[]> { Key = instruction.ObjectKey, Value = _instructions.Serialize(topic, instruction) });
        }

        producer.Flush(Hang.Limit);
    });

    public IReadOnlyList<ObjectReceipt> Receipts(ObjectKind kind)
    {
        var topic = Topics.ObjectReceipt(kind);
        return [.. TopicReading.ReadAll(_bootstrap, topic).Select(m => _receipts.Deserialize(topic, m.Message.Value))];
    }

    public IReadOnlyList<ObjectReceipt> Receipts() => [.. Kinds.SelectMany(Receipts)];

    /// <summary>One life until so many receipts are there.</summary>
    public async Task RunUntilAsync(int receipts)
    {
        using var stop = new CancellationTokenSource();
        var delivery = New();
        var running = delivery.RunAsync(stop.Token);
        await Wait.EventuallyAsync(() => Receipts().Count >= receipts, running);
        await StopAsync(running, stop);
    }

    public static async Task StopAsync(Task running, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    public ValueTask DisposeAsync() => Objects.DisposeAsync();
}
