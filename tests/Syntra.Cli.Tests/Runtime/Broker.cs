using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Avro.Registry;
using Syntra.Kafka.Embedded;

[assembly: AssemblyFixture(typeof(Syntra.Cli.Tests.Runtime.Broker))]

namespace Syntra.Cli.Tests.Runtime;

/// <summary>One broker for all tests of this project; each test takes topics of its own.</summary>
public sealed class Broker : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("syntra-cli-").FullName;
    private EmbeddedKafka kafka = null!;

    internal string Servers => kafka.BootstrapServers;

    internal ISchemaRegistryClient Registry { get; } = new InMemorySchemaRegistryClient();

    public async ValueTask InitializeAsync() =>
        kafka = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = directory, RegistryPort = null }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await kafka.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    internal async Task CreateAsync(string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Servers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = new() { ["cleanup.policy"] = "compact" } }]);
    }

    internal IProducer<string, byte[]?> Producer(string transactionalId)
    {
        var producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = Servers, TransactionalId = transactionalId }).Build();
        producer.InitTransactions(Hang.Limit);
        return producer;
    }

    /// <summary>The end of a partition, open transactions and markers included.</summary>
    internal long End(string topic, int partition)
    {
        using var consumer = new ConsumerBuilder<string, byte[]?>(new ConsumerConfig { BootstrapServers = Servers, GroupId = "end", IsolationLevel = IsolationLevel.ReadUncommitted }).Build();
        return consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Hang.Limit).High.Value;
    }
}
