using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cli.Configuration;
using Syntra.Cli.Indexing;
using Syntra.Cli.Protection;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Kafka.Embedded;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Operating;

/// <summary>
/// One verb's access to a tenant's data. A running instance is reached over its Kafka, and the verb keeps an audit chain of its own in
/// <c>operator</c> beside the instance's; of a stopped one the verb takes the folder's lock, its broker and its chain.
/// </summary>
internal sealed class OperatorSession : IAsyncDisposable
{
    private const string Own = "operator";

    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly OperatorOptions options;
    private ILoggerFactory loggers = null!;
    private ChargeRuntime? runtime;

    private OperatorSession(OperatorOptions options, TenantConfiguration tenant, CompiledWorkbook workbook)
    {
        this.options = options;
        (Tenant, Workbook) = (tenant, workbook);
        Topics = new TopicNames(tenant.Tenant);
    }

    internal TenantConfiguration Tenant { get; }

    internal CompiledWorkbook Workbook { get; }

    internal TopicNames Topics { get; }

    /// <summary>Who may decide about held corrections today.</summary>
    internal IReadOnlyList<Approver> Approvers => Approver.Of(Workbook.Entries, DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime));

    internal string BootstrapServers { get; private set; } = null!;

    internal ISchemaRegistryClient Registry { get; private set; } = null!;

    /// <summary>Where Kafka and registry listen.</summary>
    internal InstanceAddress Address { get; private set; } = null!;

    internal TenantProtection Protection { get; private set; } = null!;

    internal static TimeProvider Time => TimeProvider.System;

    /// <summary>Whether somebody else runs the streams: a demo or an instance that holds the folder, or a named cluster.</summary>
    internal bool IsAttached { get; private set; }

    /// <summary>Opens it.</summary>
    /// <exception cref="CommandException">There is no such data, or it is in use by something that cannot be reached.</exception>
    internal static async Task<OperatorSession> OpenAsync(OperatorOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(options.Directory) || !Directory.Exists(options.Tenant))
        {
            throw new CommandException($"there is no tenant folder {options.Tenant}. Name the state folder with --dir, or the tenant's with --tenant-folder.");
        }
        Librdkafka.RequireMinimum();
        var (tenant, workbook) = TenantFolder.Load(options.Tenant);
        var session = new OperatorSession(options, tenant, workbook);
        try
        {
            await session.OpenAsync(cancellation).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Runs the streams of a stopped tenant, so that what is written is worked on; source and delivery stay still, so what leaves for
    /// Fusion leaves at the next start. Does nothing where somebody else runs them.
    /// </summary>
    internal async Task RunStreamsAsync(CancellationToken cancellation)
    {
        if (IsAttached || runtime is not null)
        {
            return;
        }
        Protection.Declare(TenantRegister.Open(Tenant, options.Tenant, options.Directory, Protection.Audit, Time));
        var endpoints = new RuntimeEndpoints { BootstrapServers = BootstrapServers, RegistryUrl = new Uri("http://127.0.0.1/") };
        var parts = new ChargeParts(Tenant, Topics, endpoints, Registry, new LedgerCatalog(Workbook), Protection, Time, loggers);
        runtime = await ChargeRuntime.StartAsync(parts, Workbook, Path.Combine(options.Directory, "streams"), cancellation).ConfigureAwait(false);
        owned.Push(runtime);
    }

    /// <summary>Throws what stopped the streams that this session runs.</summary>
    internal void ThrowIfStopped() => runtime?.ThrowIfStopped();

    /// <summary>The tenant's tables; reading them opens payloads, which is logged.</summary>
    internal ChargeTables Tables()
    {
        var tables = new ChargeTables(BootstrapServers, Topics, Tenant.Partitions, Registry, Protection, loggers.CreateLogger<ChargeTables>());
        owned.Push(new Owned(tables));
        return tables;
    }

    /// <summary>
    /// Finds records by charge. The index of a running instance is only read, and what it lacks is taken into memory; else the verb keeps
    /// one itself, which the next verb goes on from.
    /// </summary>
    internal RecordLookup Records(CancellationToken cancellation)
    {
        string instances = Path.Combine(options.Directory, RecordLookup.Folder);
        bool own = !IsAttached || !Directory.Exists(instances);
        string folder = IsAttached && own ? Path.Combine(options.Directory, Own, RecordLookup.Folder) : instances;
        var topics = IndexedTopic.Of(Topics, Tenant.Partitions, Protection.Tokens.Version, Registry);
        var lookup = RecordLookup.Open(folder, own, topics, BootstrapServers, loggers.CreateLogger<LogScan>(), cancellation);
        owned.Push(new Owned(lookup));
        if (lookup.Anew is { } reason)
        {
            Console.Error.WriteLine($"{reason}; its places mean nothing here, so it was made anew from {lookup.CaughtUp} records{(own ? "" : " for this answer, and the files were left alone")}");
        }
        return lookup;
    }

    /// <summary>A log for the parts of a verb.</summary>
    internal ILogger Log<T>() => loggers.CreateLogger<T>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var part))
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        var held = options.Bootstrap is null ? DirectoryLock.TryTake(options.Directory) : null;
        IsAttached = held is null;
        if (held is not null)
        {
            owned.Push(new Owned(held));
        }
        string state = IsAttached ? Path.Combine(options.Directory, Own) : options.Directory;
        Directory.CreateDirectory(state);
        loggers = FileLog.Open(Path.Combine(state, "syntra.log"));
        owned.Push(new Owned(loggers));
        var address = await AddressAsync(cancellation).ConfigureAwait(false);
        (Address, BootstrapServers) = (address, address.Bootstrap);
        var http = new HttpClient { BaseAddress = address.Registry };
        owned.Push(new Owned(http));
        Registry = new CachedSchemaRegistryClient(http);
        Protection = await ProtectAsync(state, cancellation).ConfigureAwait(false);
        owned.Push(Protection);
        Protection.RequireNoRotationUnderWay();
    }

    private async Task<InstanceAddress> AddressAsync(CancellationToken cancellation)
    {
        if (options is { Bootstrap: { } bootstrap, Registry: { } registry })
        {
            return new InstanceAddress(bootstrap, registry);
        }
        string kafka = Path.Combine(options.Directory, "kafka");
        if (!IsAttached && Directory.Exists(kafka))
        {
            var broker = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = kafka, LoggerFactory = loggers }, cancellation).ConfigureAwait(false);
            owned.Push(broker);
            return new InstanceAddress(broker.BootstrapServers, broker.RegistryUrl);
        }
        return InstanceAddress.Read(options.Directory)
            ?? throw new CommandException($"{options.Directory} holds no broker and does not say where one is. Name it with --bootstrap and --registry.");
    }

    private async Task<TenantProtection> ProtectAsync(string state, CancellationToken cancellation)
    {
        var folders = ProtectionFolders.Of(options.Tenant, state, IsAttached ? "" : Tenant.Governance.Audit.Checkpoints);
        try
        {
            return await TenantProtection.OpenAsync(Tenant, folders, Time, Console.Error.WriteLine, cancellation).ConfigureAwait(false);
        }
        catch (IOException busy)
        {
            throw new CommandException($"the audit chain in {folders.Audit} is in use by another syntra process. Let that one end first.", busy);
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
