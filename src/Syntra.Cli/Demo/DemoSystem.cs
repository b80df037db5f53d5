using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;
using Syntra.Cli.Configuration;
using Syntra.Cli.Operating;
using Syntra.Cli.Protection;
using Syntra.Cli.Reconciliation;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Fusion.Rest;
using Syntra.Kafka.Embedded;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Fusion;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Demo;

/// <summary>Everything that the demo runs, in one process: broker, registry, both sandboxes and the charge flow between them.</summary>
internal sealed class DemoSystem : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> owned = new();

    internal required ICernerFeeder Feeder { get; init; }

    internal required ChargeRuntime Runtime { get; init; }

    internal required ChargeTables Tables { get; init; }

    internal required Reconciler Reconciler { get; init; }

    internal required SandboxStatistics Statistics { get; init; }

    internal required TopicNames Topics { get; init; }

    internal required CernerSandbox Cerner { get; init; }

    internal required string BootstrapServers { get; init; }

    /// <summary>The workbook that it started with; null where somebody else put it together.</summary>
    internal CompiledWorkbook? Workbook { get; init; }

    /// <summary>What the charge flow was made of; null where somebody else put it together.</summary>
    internal ChargeParts? Parts { get; init; }

    /// <summary>Starts all of it on the folder's state.</summary>
    internal static async Task<DemoSystem> StartAsync(DemoOptions options, DemoFolder folder, DemoTalk talk, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var owned = new Stack<IAsyncDisposable>();
        try
        {
            return await StartAsync(options, folder, talk, loggers, owned, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await CloseAsync(owned).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The Millennium database's clock, yyyy-MM-dd HH:mm:ss.</summary>
    internal Task<string> DatabaseClockAsync(CancellationToken cancellation) => Cerner.ReadClockAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(owned);

    private static async Task<DemoSystem> StartAsync(
        DemoOptions options, DemoFolder folder, DemoTalk talk, ILoggerFactory loggers, Stack<IAsyncDisposable> owned, CancellationToken cancellation)
    {
        var cerner = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = folder.CernerDatabase }, cancellation).ConfigureAwait(false);
        owned.Push(cerner);
        // Data and settings first: what is wrong with them is said before anything is started or written elsewhere.
        var feeder = await DemoFeed.OpenAsync(options, cerner, cancellation).ConfigureAwait(false);
        folder.EnsureTenant(feeder.Catalogue, ownWorkbook: options.Data is null, talk.Say);
        var (tenant, workbook) = TenantFolder.Load(folder.Tenant);

        var kafka = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = folder.Kafka, LoggerFactory = loggers }, cancellation).ConfigureAwait(false);
        owned.Push(kafka);
        new InstanceAddress(kafka.BootstrapServers, kafka.RegistryUrl).Write(folder.Root);
        talk.Say($"Kafka broker on {kafka.BootstrapServers}, Schema Registry on {kafka.RegistryUrl}");

        var folders = ProtectionFolders.Of(folder.Tenant, folder.Root, tenant.Governance.Audit.Checkpoints);
        var protection = await TenantProtection.OpenAsync(tenant, folders, TimeProvider.System, talk.Say, cancellation).ConfigureAwait(false);
        owned.Push(protection);
        var register = TenantRegister.Open(tenant, folder.Tenant, folder.Root, protection.Audit, TimeProvider.System);
        protection.Declare(register);
        talk.Say($"PHI register version {register.Version} is in force until {register.Expires:yyyy-MM-dd}");

        // Drawn anew at each start and never stored.
        string secret = RandomNumberGenerator.GetHexString(32);
        var fusionOptions = SandboxFusion.Options(folder.FusionDatabase, workbook, feeder.Catalogue, secret);
        var fusion = await FusionSandbox.StartAsync(fusionOptions, cancellation).ConfigureAwait(false);
        owned.Push(fusion);
        talk.Say($"Fusion sandbox on {fusion.BaseUrl}, Millennium in {folder.CernerDatabase}");

        return await RunAsync(protection, workbook, Endpoints(kafka.BootstrapServers, kafka.RegistryUrl, cerner, fusion.BaseUrl, secret), cerner, feeder, folder, loggers, owned, cancellation).ConfigureAwait(false);
    }

    private static async Task<DemoSystem> RunAsync(
        TenantProtection protection, CompiledWorkbook workbook, RuntimeEndpoints endpoints, CernerSandbox cerner, ICernerFeeder feeder, DemoFolder folder, ILoggerFactory loggers,
        Stack<IAsyncDisposable> owned, CancellationToken cancellation)
    {
        var tenant = protection.Tenant;
        var topics = new TopicNames(tenant.Tenant);
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = endpoints.RegistryUrl });
        var parts = new ChargeParts(tenant, topics, endpoints, registry, new LedgerCatalog(workbook), protection, TimeProvider.System, loggers) { CalendarInterval = TimeSpan.FromMilliseconds(500), IndexFolder = folder.Index };
        var runtime = await ChargeRuntime.StartAsync(parts, workbook, folder.Streams, cancellation).ConfigureAwait(false);
        owned.Push(runtime);
        var tables = new ChargeTables(endpoints.BootstrapServers, topics, tenant.Partitions, registry, protection, loggers.CreateLogger<ChargeTables>());
        owned.Push(new Owned(tables));
        var statistics = new SandboxStatistics(endpoints.Fusion!.BaseUrl);
        owned.Push(new Owned(statistics));
        var totals = new MillenniumControlTotals(endpoints.Millennium!, new SqliteDialect());
        var system = new DemoSystem
        {
            Feeder = feeder,
            Runtime = runtime,
            Tables = tables,
            Statistics = statistics,
            Topics = topics,
            Cerner = cerner,
            BootstrapServers = endpoints.BootstrapServers,
            Parts = parts,
            Workbook = workbook,
            Reconciler = new Reconciler(totals, tables, runtime.Fusion!, parts.Ledgers, TimeProvider.System, tenant.Workbook.Shapes),
        };
        foreach (var part in owned.Reverse())
        {
            system.owned.Push(part);
        }
        return system;
    }

    private static RuntimeEndpoints Endpoints(string bootstrapServers, Uri registry, CernerSandbox cerner, Uri fusion, string secret) => new()
    {
        BootstrapServers = bootstrapServers,
        RegistryUrl = registry,
        Millennium = () => new SqliteConnection(cerner.ConnectionString),
        Fusion = SandboxFusion.Client(fusion, secret),
    };

    private static async ValueTask CloseAsync(Stack<IAsyncDisposable> owned)
    {
        while (owned.TryPop(out var part))
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class Owned(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
