using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Syntra.Kafka.Embedded.Api;
using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Net;
using Syntra.Kafka.Embedded.Registry;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Transactions;

namespace Syntra.Kafka.Embedded;

/// <summary>
/// A single-node Kafka broker in this process, for laptops, tests and small sites: any Kafka client talks to it over loopback, and what
/// it acknowledges survives a killed process. Production is a Kafka cluster; whatever runs here runs there unchanged.
/// </summary>
public sealed class EmbeddedKafka : IAsyncDisposable
{
    private readonly DataFolderLock folderLock;
    private readonly Broker broker;
    private readonly KafkaServer server;
    private readonly Maintenance maintenance;
    private EmbeddedRegistry? registry;
    private bool disposed;

    private EmbeddedKafka(DataFolderLock folderLock, Broker broker, KafkaServer server, Maintenance maintenance)
    {
        this.folderLock = folderLock;
        this.broker = broker;
        this.server = server;
        this.maintenance = maintenance;
    }

    /// <summary>What clients put into bootstrap.servers.</summary>
    public string BootstrapServers => $"{Broker.Host}:{broker.Port}";

    /// <summary>Where the Schema Registry beside the broker listens; throws where <see cref="EmbeddedKafkaOptions.RegistryPort"/> is null.</summary>
    public Uri RegistryUrl => registry?.Url ?? throw new InvalidOperationException("no registry was started: RegistryPort is null");

    /// <summary>Client connections that are open now.</summary>
    public int ConnectionCount => server.ConnectionCount;

    internal Broker Internals => broker;

    internal MemoryBudget RequestMemory => server.Budget;

    internal IEnumerable<ApiHandler> Handlers => server.Handlers.Values;

    /// <summary>Recovers the data folder and listens. Throws <see cref="EmbeddedKafkaException"/> where it cannot.</summary>
    public static Task<EmbeddedKafka> StartAsync(EmbeddedKafkaOptions options, CancellationToken cancellationToken)
    {
        if (!options.Address.Equals(IPAddress.Loopback))
        {
            throw new EmbeddedKafkaException(
                $"The embedded broker listens on 127.0.0.1 only, not on {options.Address}: it has no authentication and no replicas. "
                + "To serve other machines run Apache Kafka (docker-compose.kafka.yml starts a cluster) and set bootstrap servers to it.");
        }

        return StartWithRegistryAsync(options, cancellationToken);
    }

    /// <summary>Disturbs coming requests; see <see cref="RequestHook"/>.</summary>
    public void AddHook(RequestHook hook) => server.Hooks.Add(hook);

    /// <summary>Takes back all hooks.</summary>
    public void ClearHooks() => server.Hooks.Clear();

    /// <summary>Stops: closes connections, flushes logs, writes checkpoints.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (registry is not null)
        {
            await registry.DisposeAsync();
        }

        await server.DisposeAsync();
        await maintenance.DisposeAsync();
        broker.Topics.Dispose();
        folderLock.Dispose();
    }

    private static async Task<EmbeddedKafka> StartWithRegistryAsync(EmbeddedKafkaOptions options, CancellationToken cancellationToken)
    {
        var kafka = await Task.Run(() => Start(options), cancellationToken);
        if (options.RegistryPort is not { } port)
        {
            return kafka;
        }

        try
        {
            var registryOptions = new EmbeddedRegistryOptions
            {
                BootstrapServers = kafka.BootstrapServers,
                Port = port,
                LoggerFactory = options.LoggerFactory,
            };
            kafka.registry = await EmbeddedRegistry.StartAsync(registryOptions, cancellationToken);
            return kafka;
        }
        catch
        {
            await kafka.DisposeAsync();
            throw;
        }
    }

    private static EmbeddedKafka Start(EmbeddedKafkaOptions options)
    {
        var folderLock = new DataFolderLock(options.DataDirectory);
        try
        {
            var logger = options.LoggerFactory.CreateLogger("Syntra.Kafka.Embedded");
            var broker = Assemble(options, logger);
            var server = new KafkaServer(options, HandlerCatalog.Create(broker), logger);
            broker.Port = server.Bind();
            server.Start();
            logger.LogInformation("embedded broker on {Host}:{Port}, {Topics} topics", Broker.Host, broker.Port, broker.Topics.All.Count);
            return new EmbeddedKafka(folderLock, broker, server, new Maintenance(broker, logger));
        }
        catch (SocketException e)
        {
            folderLock.Dispose();
            throw new EmbeddedKafkaException($"Port {options.Port} cannot be opened on loopback: {e.Message}. Choose another with --port, or 0.", e);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    private static Broker Assemble(EmbeddedKafkaOptions options, ILogger logger)
    {
        var storage = new StorageContext(options.TimeProvider, logger)
        {
            FlushEveryBatch = options.FlushEveryBatch,
            FlushInBackground = options.FlushInterval is not null,
            WriteFault = options.WriteFault,
        };
        var topics = new TopicCatalog(options.DataDirectory, storage);
        var groups = new GroupCoordinator(topics, options.TimeProvider, new GroupLimits(
            (int)options.MinSessionTimeout.TotalMilliseconds,
            (int)options.MaxSessionTimeout.TotalMilliseconds,
            (int)options.InitialRebalanceDelay.TotalMilliseconds,
            (long)options.OffsetRetention.TotalMilliseconds));
        var transactions = new TransactionCoordinator(
            topics, groups, new ProducerIds(options.DataDirectory), options.TimeProvider, (int)options.MaxTransactionTimeout.TotalMilliseconds);
        return new Broker(options, ClusterId(options.DataDirectory), storage, topics, groups, transactions, options.TimeProvider);
    }

    private static string ClusterId(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "cluster-id");
        if (AtomicFile.Read(path) is { Length: > 0 } known)
        {
            return Encoding.ASCII.GetString(known);
        }

        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(id));
        return id;
    }
}
