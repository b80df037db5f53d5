using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Contracts;
using Syntra.Fusion.Tests.Delivery;
using Syntra.Kafka.Embedded;

namespace Syntra.Fusion.Tests.Compliance;

/// <summary>A broker for a test class: embedded, or the one that SYNTRA_TEST_BOOTSTRAP names.</summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    private static int s_tenants;
    private string? _folder;
    private EmbeddedKafka? _broker;

    public string Bootstrap { get; private set; } = "";

    public bool IsEmbedded => _broker is not null;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("SYNTRA_TEST_BOOTSTRAP") is { Length: > 0 } given)
        {
            Bootstrap = given;
            return;
        }

        _folder = Directory.CreateTempSubdirectory("syntra-fusion-kafka-").FullName;
        _broker = await EmbeddedKafka.StartAsync(Options(_folder, Port.Reserve()), CancellationToken.None);
        Bootstrap = _broker.BootstrapServers;
    }

    /// <summary>Gone, and back at the same address with its logs when so many connections were tried in vain.</summary>
    public async Task RestartAsync(int triedInVain, CancellationToken ct)
    {
        var port = int.Parse(Bootstrap.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        await _broker!.DisposeAsync();
        using var limit = new CancellationTokenSource(Hang.Limit, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        await DeadPort.TurnAwayAsync(port, triedInVain, both.Token);
        _broker = await EmbeddedKafka.StartAsync(Options(_folder!, port), CancellationToken.None);
    }

    /// <summary>A tenant of its own for each test, so that tests share a broker and nothing else.</summary>
    internal async Task<TopicNames> NewTenantAsync()
    {
        var topics = new TopicNames($"t{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}-{Interlocked.Increment(ref s_tenants)}");
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap, CancellationDelayMaxMs = 5 }).Build();
        var compacted = new Dictionary<string, string> { ["cleanup.policy"] = "compact" };
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = topics.Journal, NumPartitions = 4, ReplicationFactor = 1 },
            new TopicSpecification { Name = topics.JournalReceipt, NumPartitions = 4, ReplicationFactor = 1 },
            new TopicSpecification { Name = topics.Delivery, NumPartitions = 1, ReplicationFactor = 1, Configs = compacted },
            new TopicSpecification { Name = topics.Calendar, NumPartitions = 1, ReplicationFactor = 1, Configs = compacted },
        ]);
        return topics;
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
            Directory.Delete(_folder!, recursive: true);
        }
    }

    private static EmbeddedKafkaOptions Options(string folder, int port) => new() { DataDirectory = folder, Port = port, RegistryPort = null };
}
