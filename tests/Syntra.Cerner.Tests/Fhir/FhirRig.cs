using System.Security.Cryptography;
using Confluent.Kafka.Admin;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Fhir.Smart;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;
using Syntra.Sandbox.Cerner.Fhir;

namespace Syntra.Cerner.Tests.Fhir;

/// <summary>A sandbox FHIR server with sign-in, and a tenant's topics of events on the class's broker.</summary>
internal sealed class FhirRig : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-fhir-");
    private readonly HttpClient _http = NetworkGuard.Client(allowPrivate: true);
    private readonly string _pem;
    private readonly FhirSandboxOptions _options;
    private readonly List<IDisposable> _tokens = [];

    private FhirRig(KafkaFixture kafka, TopicNames topics, Func<FhirSandboxOptions, FhirSandboxOptions> change)
    {
        (Kafka, Topics) = (kafka, topics);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        _pem = key.ExportPkcs8PrivateKeyPem();
        List<string> scopes = [.. EventTopics.ResourceTypes.Append("Subscription").Select(t => $"system/{t}.rs")];
        _options = change(new FhirSandboxOptions
        {
            DatabaseFile = Path.Combine(_folder.FullName, "fhir.db"), TimeProvider = Clock, PageSize = 7, Port = Port.Reserve(),
            Accounts = [new FhirSandboxAccount("syntra", key.ExportSubjectPublicKeyInfoPem(), scopes)],
        });
    }

    internal KafkaFixture Kafka { get; }

    internal TopicNames Topics { get; }

    internal FhirSandbox Server { get; private set; } = null!;

    /// <summary>The server's clock and the source's; it moves when told to, and timers run by the real one.</summary>
    internal SteppedClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    /// <summary>The server is there, but nobody answers.</summary>
    internal bool IsBroken { get; set; }

    internal static async Task<FhirRig> StartAsync(KafkaFixture kafka, Func<FhirSandboxOptions, FhirSandboxOptions>? change = null)
    {
        var rig = new FhirRig(kafka, await kafka.TenantAsync(), change ?? (o => o));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(EventTopics.ResourceTypes.Select(rig.Topics.RawFhir).Append(rig.Topics.RawAsset).Append(rig.Topics.Backfill)
            .Select(t => new TopicSpecification { Name = t, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } }));
        rig.Server = await FhirSandbox.StartAsync(rig._options);
        return rig;
    }

    internal async Task RestartServerAsync()
    {
        var port = Server.BaseUrl.Port;
        await Server.DisposeAsync();
        Server = await FhirSandbox.StartAsync(_options with { Port = port });
    }

    internal FhirClient Client(int pageSize = 10)
    {
        var options = new FhirClientOptions
        {
            Base = Server.FhirUrl, AllowPrivateAddresses = true, PageSize = pageSize, MaxAttempts = 2, BackoffBase = TimeSpan.FromMilliseconds(5), BackoffCap = TimeSpan.FromSeconds(2),
        };
        var tokens = new SmartTokens(
            _http, options, new SmartSettings { ClientId = "syntra", Key = SigningKey.FromPem(_pem, "k1"), Resources = [.. EventTopics.ResourceTypes, "Subscription"] }, Clock, NullLoggerFactory.Instance);
        _tokens.Add(tokens);
        return new FhirClient(_http, options, tokens, Clock, NullLoggerFactory.Instance);
    }

    internal EventPollSource Source(FhirPollOptions poll, string name = "mercy")
    {
        var guard = Guards.Of(Topics.Tenant);
        var options = new EventSourceOptions
        {
            Name = name, Tenant = Topics.Tenant, BootstrapServers = Kafka.Broker.BootstrapServers, Tokens = guard.Tokens, Sealer = guard.Sealer,
            PollInterval = TimeSpan.FromMilliseconds(20), BackoffBase = TimeSpan.FromMilliseconds(10), BackoffCap = TimeSpan.FromMilliseconds(50), MaxEventsPerTransaction = 9,
        };
        return FhirEventSource.Create(options, Client(), poll, Kafka.Registry, Clock, NullLoggerFactory.Instance);
    }

    internal List<RawEvent> Events(string type)
    {
        var serializer = new Avro.AvroSerializer<RawEvent>(Kafka.Registry);
        var sealer = Guards.Of(Topics.Tenant).Sealer;
        var topic = Topics.RawFhir(type);
        return [.. Kafka.Committed(topic).Select(r =>
            serializer.Deserialize(topic, sealer.Open(EventTopics.RawFhir(type), System.Text.Encoding.UTF8.GetBytes(r.Message.Key), r.Message.Value)))];
    }

    /// <summary>"type/id|version" of what the topic of a type holds committed.</summary>
    internal List<string> States(string type) => [.. Events(type).Select(e => $"{type}/{e.ResourceId.Reveal(PhiAccess.Intake)}|{e.VersionId}")];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _tokens.ForEach(t => t.Dispose());
        _http.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A clock that moves when told to, with the system's timers.</summary>
internal sealed class SteppedClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    internal void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
