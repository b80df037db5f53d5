using System.Net;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Internals;

public sealed class EmbeddedKafkaTests : IDisposable
{
    private static readonly TimeSpan Limit = Hang.Limit;
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-kafka-").FullName;

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("::")]
    [InlineData("::1")]
    public async Task Any_address_but_loopback_is_refused_with_a_pointer_to_kafka(string address)
    {
        var options = Options() with { Address = IPAddress.Parse(address) };
        var error = await Assert.ThrowsAsync<EmbeddedKafkaException>(() => EmbeddedKafka.StartAsync(options, default));
        Assert.Contains("Apache Kafka", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.DataDirectory), "refused before anything was touched");
    }

    [Fact]
    public async Task A_second_broker_on_the_same_folder_is_refused()
    {
        await using var first = await EmbeddedKafka.StartAsync(Options(), default);
        var error = await Assert.ThrowsAsync<EmbeddedKafkaException>(() => EmbeddedKafka.StartAsync(Options(), default));
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var first = await EmbeddedKafka.StartAsync(Options(), default);
        var port = int.Parse(first.BootstrapServers.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        var other = Options() with { DataDirectory = Path.Combine(folder, "other"), Port = port };
        Assert.Contains($"{port}", (await Assert.ThrowsAsync<EmbeddedKafkaException>(() => EmbeddedKafka.StartAsync(other, default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_registry_beside_the_broker_answers()
    {
        await using var kafka = await EmbeddedKafka.StartAsync(Options() with { RegistryPort = 0 }, default);
        using var http = new HttpClient();
        Assert.Equal("[]", await http.GetStringAsync(new Uri(kafka.RegistryUrl, "subjects")));
    }

    [Fact]
    public async Task Topics_offsets_and_transactions_survive_a_restart()
    {
        await using (var kafka = await EmbeddedKafka.StartAsync(Options(), default))
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, Configs = new() { ["retention.ms"] = "-1" } }]);
            await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets("g", [new("t", 1, 42)])]);
            using var open = Transactional(kafka, "tx-open");
            open.BeginTransaction();
            await open.ProduceAsync(new TopicPartition("t", 0), new() { Key = "k", Value = "open" });
            using var done = Transactional(kafka, "tx-done");
            done.BeginTransaction();
            await done.ProduceAsync(new TopicPartition("t", 0), new() { Key = "k", Value = "done" });
            done.CommitTransaction(Limit);
        }

        await using var again = await EmbeddedKafka.StartAsync(Options(), default);
        var log = again.Internals.Topics.Find("t", 0)!;
        Assert.Equal(0, log.LastStableOffset);
        Assert.Equal("-1", again.Internals.Topics.Find("t")!.Settings.Overrides["retention.ms"]);
        using var back = Transactional(again, "tx-open");
        Assert.Equal(log.NextOffset, log.LastStableOffset);
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = again.BootstrapServers,
            GroupId = "g",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        Assert.Equal(42, consumer.Committed([new("t", 1)], Limit)[0].Offset.Value);
        consumer.Assign(new TopicPartitionOffset("t", 0, 0));
        Assert.Equal("done", consumer.Consume(Limit).Message.Value);
    }

    [Theory]
    [InlineData(RequestHookAction.DropRequest)]
    [InlineData(RequestHookAction.DropAnswer)]
    [InlineData(RequestHookAction.AnswerError)]
    [InlineData(RequestHookAction.Delay)]
    public async Task An_idempotent_producer_rides_out_each_kind_of_disturbance_without_loss_or_duplicate(RequestHookAction action)
    {
        await using var kafka = await EmbeddedKafka.StartAsync(Options(), default);
        kafka.Internals.Topics.Create("t", 1, Topics.TopicSettings.Default);
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 0,
            ReconnectBackoffMs = 10,
        }).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync("t", new() { Key = "k", Value = "first" });
        kafka.AddHook(new RequestHook(ApiKey.Produce, action) { Times = 3, Delay = TimeSpan.FromMilliseconds(50), ErrorCode = 7 });
        for (var i = 0; i < 5; i++)
        {
            await producer.ProduceAsync("t", new() { Key = "k", Value = $"{i}" });
        }

        Assert.Equal(6, kafka.Internals.Topics.Find("t", 0)!.NextOffset);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IProducer<string, string> Transactional(EmbeddedKafka kafka, string id)
    {
        var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, TransactionalId = id })
            .SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Limit);
        return producer;
    }

    private EmbeddedKafkaOptions Options() => new() { DataDirectory = Path.Combine(folder, "data"), RegistryPort = null };
}
