using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;
using Syntra.Cli.Configuration;
using Syntra.Cli.Demo;
using Syntra.Cli.Protection;
using Syntra.Cli.Reconciliation;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Cli.Sandboxes;
using Syntra.Contracts;
using Syntra.Fusion.Tests.Delivery;
using Syntra.Governance.Register;
using Syntra.Kafka.Embedded;
using Syntra.Kafka.Embedded.Registry;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Sandbox.Fusion;
using Syntra.Topology.Reconciliation;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>The demo's parts in this process, put together so that a test can take each of them away while the charges flow.</summary>
internal sealed class FlowRig : IAsyncDisposable
{
    private const string Secret = "the-sandbox-takes-any";
    private static readonly TimeSpan Patience = 2 * Hang.Limit;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly CancellationTokenSource limit;
    private readonly string directory;
    private ILoggerFactory loggers = NullLoggerFactory.Instance;
    private TimeProvider keyTime = TimeProvider.System;
    private EmbeddedKafka kafka = null!;
    private DemoSystem system = null!;
    private DrainWatch watch = null!;

    private FlowRig(string directory, TimeSpan patience)
    {
        this.directory = directory;
        limit = new CancellationTokenSource(patience);
    }

    internal FusionControl Fusion { get; private set; } = null!;

    internal ChargeRuntime Runtime => system.Runtime;

    internal CernerSandbox Cerner => system.Cerner;

    internal TenantProtection Protection { get; private set; } = null!;

    internal string FusionDatabase => Path.Combine(directory, "fusion.db");

    internal string Servers => kafka.BootstrapServers;

    internal Uri Registry { get; private set; } = null!;

    internal TopicNames Topics => system.Topics;

    internal int Partitions { get; private set; }

    internal string CernerDatabase => Path.Combine(directory, "millennium.db");

    /// <summary>Starts everything; <paramref name="prepare"/> runs when the Fusion sandbox listens and nothing has called it yet.</summary>
    internal static async Task<FlowRig> StartAsync(
        string directory, HospitalDayOptions day, Action<TenantConfiguration> settings, Func<FusionControl, Task>? prepare = null, TimeSpan outage = default, ILoggerFactory? loggers = null,
        TimeProvider? keyTime = null)
    {
        Directory.CreateDirectory(directory);
        var rig = new FlowRig(directory, Patience + outage) { loggers = loggers ?? NullLoggerFactory.Instance, keyTime = keyTime ?? TimeProvider.System };
        try
        {
            await rig.StartPartsAsync(day, settings, prepare);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Feeds one wave of the day.</summary>
    internal Task FeedWaveAsync() => system.Feeder.FeedNextWaveAsync(limit.Token);

    /// <summary>Feeds what is left of the day, one wave after another.</summary>
    internal async Task FeedRestAsync()
    {
        while (!system.Feeder.Completed)
        {
            await FeedWaveAsync();
        }
    }

    /// <summary>Waits for a condition; a part that stops, or the time limit, ends the wait with what was seen.</summary>
    internal async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        while (!await condition())
        {
            system.Runtime.ThrowIfStopped();
            Assert.False(limit.IsCancellationRequested, "in vain: " + what);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Waits until nothing moves any more, then reconciles; also the sandbox's own count of lines that stand twice.</summary>
    internal async Task<(ReconciliationReport Report, long Duplicates)> DrainAsync()
    {
        await watch.UntilDrainedAsync(limit.Token);
        var report = await system.Reconciler.RunAsync(limit.Token);
        return (report, (await system.Statistics.ReadAsync(limit.Token)).DuplicateLines);
    }

    /// <summary>The books as they are now, finished or not.</summary>
    internal Task<ReconciliationReport> ReconcileAsync() => system.Reconciler.RunAsync(limit.Token);

    /// <summary>Takes the database file away; the source's next poll cannot open it.</summary>
    internal void TakeDatabaseAway() => File.Move(CernerDatabase, CernerDatabase + ".away");

    /// <summary>Puts the database file back.</summary>
    internal void BringDatabaseBack() => File.Move(CernerDatabase + ".away", CernerDatabase);

    /// <summary>Stops the broker, and starts it again on the same folder and port when so many connections to it were tried in vain.</summary>
    internal async Task RestartBrokerAsync(int triedInVain, TimeSpan further)
    {
        int port = int.Parse(kafka.BootstrapServers.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        await kafka.DisposeAsync();
        await DeadPort.TurnAwayAsync(port, triedInVain, limit.Token);
        await PassAsync(further);
        kafka = await StartBrokerAsync(port);
    }

    /// <summary>Lets real time pass, where a longer outage was asked for.</summary>
    internal Task PassAsync(TimeSpan further) => further > TimeSpan.Zero ? Task.Delay(further, TimeProvider.System, limit.Token) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
        limit.Dispose();
    }

    private async Task StartPartsAsync(HospitalDayOptions day, Action<TenantConfiguration> settings, Func<FusionControl, Task>? prepare)
    {
        kafka = await StartBrokerAsync(Port.Reserve());
        owned.Push(new Owned(() => kafka.DisposeAsync()));
        var registry = await EmbeddedRegistry.StartAsync(new EmbeddedRegistryOptions { BootstrapServers = kafka.BootstrapServers }, limit.Token);
        owned.Push(registry);
        var cerner = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = CernerDatabase }, limit.Token);
        owned.Push(cerner);
        var feeder = await HospitalDayFeeder.OpenAsync(cerner, day, limit.Token);

        var (tenant, workbook) = TenantFolder.Load(Path.Combine(AppContext.BaseDirectory, "workbook"));
        settings(tenant);
        var fusionOptions = SandboxFusion.Options(FusionDatabase, workbook, feeder.Catalogue, Secret);
        var sandbox = await FusionSandbox.StartAsync(fusionOptions, limit.Token);
        owned.Push(sandbox);
        Fusion = new FusionControl(sandbox.BaseUrl);
        owned.Push(new Owned(() => Dispose(Fusion)));
        await (prepare?.Invoke(Fusion) ?? Task.CompletedTask);

        (Registry, Partitions) = (registry.Url, tenant.Partitions);
        var endpoints = Endpoints(registry.Url, cerner, sandbox.BaseUrl);
        var protection = await TenantProtection.OpenAsync(tenant, Folders(), keyTime, _ => { }, limit.Token);
        owned.Push(protection);
        protection.Declare(RegisterText.Read(TenantRegister.FileName, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "workbook", TenantRegister.FileName)))!);
        Protection = protection;
        var parts = new ChargeParts(
            tenant, new TopicNames(tenant.Tenant), endpoints, new CachedSchemaRegistryClient(new HttpClient { BaseAddress = registry.Url }), new LedgerCatalog(workbook),
            protection, TimeProvider.System, loggers);
        var runtime = await ChargeRuntime.StartAsync(parts, workbook, Path.Combine(directory, "streams"), limit.Token);
        owned.Push(runtime);
        Compose(parts, runtime, feeder, cerner, sandbox.BaseUrl);
    }

    private void Compose(ChargeParts parts, ChargeRuntime runtime, ICernerFeeder feeder, CernerSandbox cerner, Uri sandbox)
    {
        var tables = new ChargeTables(parts.Endpoints.BootstrapServers, parts.Topics, parts.Tenant.Partitions, parts.Registry, parts.Protection);
        owned.Push(new Owned(() => Dispose(tables)));
        var statistics = new SandboxStatistics(sandbox);
        owned.Push(new Owned(() => Dispose(statistics)));
        system = new DemoSystem
        {
            Feeder = feeder,
            Runtime = runtime,
            Tables = tables,
            Statistics = statistics,
            Topics = parts.Topics,
            Cerner = cerner,
            BootstrapServers = parts.Endpoints.BootstrapServers,
            Reconciler = new Reconciler(
                new MillenniumControlTotals(parts.Endpoints.Millennium!, new SqliteDialect()), tables, runtime.Fusion!, parts.Ledgers, TimeProvider.System),
        };
        watch = new DrainWatch(system, new DemoTalk(TimeProvider.System), TimeProvider.System);
    }

    // The rigs of one test share their keys, because runs can only be compared line by line where the tokens are the same.
    private ProtectionFolders Folders() => ProtectionFolders.Of(directory, directory, "") with { Keys = Path.Combine(Path.GetDirectoryName(directory)!, "keys") };

    private Task<EmbeddedKafka> StartBrokerAsync(int port) => EmbeddedKafka.StartAsync(
        new EmbeddedKafkaOptions { DataDirectory = Path.Combine(directory, "kafka"), Port = port, RegistryPort = null }, limit.Token);

    private RuntimeEndpoints Endpoints(Uri registry, CernerSandbox cerner, Uri sandbox)
    {
        // Without pooling every poll opens the file anew: a pooled connection would not notice that it is gone.
        string database = new SqliteConnectionStringBuilder(cerner.ConnectionString) { Pooling = false }.ToString();
        return new RuntimeEndpoints
        {
            BootstrapServers = kafka.BootstrapServers,
            RegistryUrl = registry,
            Millennium = () => new SqliteConnection(database),
            Fusion = SandboxFusion.Client(sandbox, Secret) with { UploadTimeout = CallTimeout, SubmitTimeout = CallTimeout, ReadTimeout = CallTimeout },
        };
    }

    private static ValueTask Dispose(IDisposable part)
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Owned(Func<ValueTask> end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => end();
    }
}
