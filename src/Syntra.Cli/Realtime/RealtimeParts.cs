using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Fusion.Objects;
using Syntra.Fusion.Objects.Customers;
using Syntra.Fusion.Objects.Delivery;
using Syntra.Fusion.Objects.Limits;
using Syntra.Fusion.Rest;
using Syntra.Governance.Modes;
using Syntra.Governance.Register;
using Syntra.Streams;
using Syntra.Streams.State;
using Syntra.Topology.Objects.Pipeline;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Realtime;

/// <summary>Makes the parts of the real-time tier from a tenant's settings. Nothing is started here.</summary>
internal sealed record RealtimeParts(
    TenantConfiguration Tenant, TiersConfiguration Tiers, string TenantFolder, string State, TopicNames Topics, RuntimeEndpoints Endpoints, ISchemaRegistryClient Registry,
    TenantProtection Protection, TimeProvider Time, ILoggerFactory Loggers)
{
    private const int MostBuffered = 1_000_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    /// <summary>Where the webhook receiver listens.</summary>
    internal required HookReceiverOptions Hooks { get; init; }

    /// <summary>Told how objects stand.</summary>
    internal required IObjectObserver Observer { get; init; }

    /// <summary>Whether the signed register lets patients' names go to receivables.</summary>
    private DomainEntry? Names => Protection.Register?.Domains.GetValueOrDefault(PhiDomains.Admissions) is { Mode: PhiMode.Direct } entry ? entry : null;

    internal SubscriptionsSettings? Subscriptions() =>
        File.Exists(Path.Combine(TenantFolder, SubscriptionsReader.FileName)) ? SubscriptionsFolder.Load(TenantFolder) : null;

    internal EventIntakeParts Intake() => new(Tenant.Tenant, TenantFolder, State, Endpoints.BootstrapServers, Registry, Protection, Hooks, Time, Loggers);

    internal async Task<StreamsApplication> StreamsAsync(CancellationToken cancellation)
    {
        Protection.RequireNoRotationUnderWay();
        await Protection.Sealer.PrepareAsync(cancellation).ConfigureAwait(false);
        var serdes = new ObjectSerdes(Registry, Protection.Sealer);
        await serdes.PrepareAsync(Topics, ObjectPipeline.Kinds(Tiers.Objects), cancellation).ConfigureAwait(false);
        var config = new StreamsConfig
        {
            ApplicationId = ObjectTopics.ApplicationId(Topics),
            BootstrapServers = Endpoints.BootstrapServers,
            CommitInterval = Tenant.Realtime.CommitInterval,
            NumStreamThreads = Tenant.Realtime.Threads,
            // Event times of admissions, devices and receipts have nothing to do with one another: no task waits to keep their order.
            MaxTaskIdle = TimeSpan.Zero,
            StateDirectory = Path.Combine(State, "objects"),
            // After a kill the same member comes back and goes on at once; another would wait until the group misses the first.
            GroupInstanceId = Instance(),
            TimeProvider = Time,
            DeserializationExceptionHandler = new SealedInputHandler(),
            DeadLetterTopic = Topics.DeadLetters,
            DeadLetterEncoder = new ChargeDeadLetterEncoder(Topics, new Topology.Topics.ChargeSerdes(Registry, Protection.Sealer)),
        };
        var options = new ObjectPipelineOptions
        {
            Tenant = Tenant.Tenant, Tokens = Protection.Tokens, Domains = Tiers.Objects, Defaults = Tenant.Objects.ToDefaults(), Observer = Observer,
            Access = Protection.Accesses(Protection.Routes.Objects), CustomerNames = Names is not null, Partitions = Tenant.Partitions, StoreKind = Tenant.Realtime.StateOnDisk ? StoreKind.Sqlite : StoreKind.InMemory,
        };
        return new StreamsApplication(ObjectPipeline.Build(options, serdes), config, Loggers);
    }

    // The state folder is one instance's at a time.
    private string Instance() =>
        "objects-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName + "/" + Path.GetFullPath(State))))[..12];

    internal ObjectDelivery Delivery(FusionClient fusion)
    {
        var kinds = ObjectPipeline.Kinds(Tiers.Objects);
        var connectors = ObjectConnectors.All(fusion, new ObjectSettings { SourceSystem = Tenant.Objects.SourceSystem, Bulk = Tiers.Bulk }, Disclosure(), Time).Where(c => kinds.Contains(c.Kind)).ToList();
        var options = new ObjectDeliveryOptions
        {
            Topics = Topics, BootstrapServers = Endpoints.BootstrapServers,
            // A pod that was down is noticed within a quarter of a second of its return; a backlog of hours is read, so that new events can pass it.
            Limit = new AdaptiveLimitOptions { Initial = Math.Min(8, Tenant.Realtime.MaxCalls), Maximum = Tenant.Realtime.MaxCalls, MaximumPause = LongestPause },
            MaximumBackOff = LongestBackOff,
            MaximumBuffered = MostBuffered,
        };
        return new ObjectDelivery(options, connectors, Registry, Time, Loggers);
    }

    private IPartyDisclosure Disclosure() => Names is { } entry
        ? new SealedPartyDisclosure(
            new SealedSerde<PartyName>(Registry, Protection.Sealer, LogicalTopics.SealedParty), Topics, Protection.Accesses(new DisclosureRoutes(Tenant.Tenant, entry).CustomerNames))
        : new NoPartyDisclosure();
}
