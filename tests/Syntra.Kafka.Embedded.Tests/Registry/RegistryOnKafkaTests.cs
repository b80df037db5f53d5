using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Kafka.Embedded.Registry;

namespace Syntra.Kafka.Embedded.Tests.Registry;

/// <summary>The registry with its real log: the topic _schemas of the embedded broker, through Confluent.Kafka.</summary>
public sealed class RegistryOnKafkaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("syntra-registry-").FullName;

    [Fact]
    public async Task What_was_registered_is_there_after_a_restart_of_registry_and_broker()
    {
        await using (var kafka = await Start())
        {
            await using var host = await RegistryHost.StartAsync(kafka.BootstrapServers);
            Assert.Equal("""200 {"id":1}""", await host.Register("s", Samples.One));
            Assert.Equal("""200 {"id":2}""", await host.Register("s", Samples.OneMore));
            await host.Call("PUT", "/config/s", """{"compatibility":"FULL"}""");
            Assert.Equal("200 1", await host.Call("DELETE", "/subjects/s/versions/1"));
        }

        await using var again = await Start();
        await using var restarted = await RegistryHost.StartAsync(again.BootstrapServers);

        Assert.Equal("200 [2]", await restarted.Call("GET", "/subjects/s/versions"));
        Assert.Equal("200 [1,2]", await restarted.Call("GET", "/subjects/s/versions?deleted=true"));
        Assert.Equal("""200 {"compatibilityLevel":"FULL"}""", await restarted.Call("GET", "/config/s"));
        Assert.Equal("""200 {"id":1}""", await restarted.Register("t", Samples.One));
        Assert.Equal("""200 {"id":3}""", await restarted.Register("u", "\"int\""));
    }

    [Fact]
    public async Task The_topic_is_compacted_and_has_one_partition()
    {
        await using var kafka = await Start();
        await using var host = await RegistryHost.StartAsync(kafka.BootstrapServers);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();

        var configs = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "_schemas" }]);

        Assert.Equal("compact", configs[0].Entries["cleanup.policy"].Value);
        Assert.Single(admin.GetMetadata("_schemas", Hang.Limit).Topics[0].Partitions);
    }

    [Fact]
    public async Task Registering_at_once_is_safe_and_quick()
    {
        await using var kafka = await Start();
        await using var host = await RegistryHost.StartAsync(kafka.BootstrapServers);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            host.Register($"s{i % 30}", $$"""{"type":"fixed","name":"F","size":{{i % 30}}}""")));

        Assert.All(answers, answer => Assert.StartsWith("200", answer, StringComparison.Ordinal));
        Assert.Equal(30, answers.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_broker_that_is_away_is_an_error_and_one_that_comes_back_is_enough()
    {
        var kafka = await Start(Port.Reserve());
        var port = int.Parse(kafka.BootstrapServers.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        await using var registry = await EmbeddedRegistry.StartAsync(
            new EmbeddedRegistryOptions { BootstrapServers = kafka.BootstrapServers, WriteTimeout = TimeSpan.FromSeconds(5) }, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = registry.Url };
        await kafka.DisposeAsync();

        using var refused = await http.PostAsync("/subjects/s/versions", new StringContent(RegistryHost.Body(Samples.One), null, "application/json"));
        Assert.Equal(500, (int)refused.StatusCode);
        Assert.Contains("50002", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await using var back = await Start(port);
        var client = new Avro.Registry.CachedSchemaRegistryClient(http) { RetryFor = Hang.Limit };
        Assert.Equal(1, await client.RegisterAsync("s", Samples.One, TestContext.Current.CancellationToken));
        Assert.Equal(2, await client.RegisterAsync("t", Samples.OneMore, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<EmbeddedKafka> Start(int port = 0) =>
        EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = _folder, Port = port, RegistryPort = null }, TestContext.Current.CancellationToken);
}
