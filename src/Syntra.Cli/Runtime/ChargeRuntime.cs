using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;
using Syntra.Cli.Configuration;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Periods;
using Syntra.Fusion.Rest;
using Syntra.Streams;
using Syntra.Streams.Runtime;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Runtime;

/// <summary>The charge flow of one tenant in one process: source, streams, delivery and period reader, started and stopped together.</summary>
internal sealed class ChargeRuntime : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly List<(string Part, Task Work)> running = [];
    private readonly HttpClient? fusionHttp;
    private readonly MillenniumChargeSource? source;
    private readonly StreamsApplication streams;

    private ChargeRuntime(StreamsApplication streams, MillenniumChargeSource? source, JournalDelivery? delivery, HttpClient? fusionHttp, FusionClient? fusion)
    {
        this.streams = streams;
        this.source = source;
        this.fusionHttp = fusionHttp;
        Delivery = delivery;
        Fusion = fusion;
    }

    /// <summary>The delivery to Fusion; null where this instance does not deliver.</summary>
    internal JournalDelivery? Delivery { get; }

    /// <summary>The client that the delivery uses, for reading balances.</summary>
    internal FusionClient? Fusion { get; }

    /// <summary>The source's last poll, for progress.</summary>
    internal MillenniumChargeSource? Source => source;

    /// <summary>Creates what is missing in Kafka, publishes the workbook and starts every part that the endpoints allow.</summary>
    internal static async Task<ChargeRuntime> StartAsync(
        TenantConfiguration tenant, CompiledWorkbook workbook, RuntimeEndpoints endpoints, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var topics = new TopicNames(tenant.Tenant);
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = endpoints.RegistryUrl });
        await TopicCatalog.EnsureAsync(endpoints.BootstrapServers, ChargeTopics.Definitions(topics, tenant.Partitions)).ConfigureAwait(false);
        new WorkbookPublisher(endpoints.BootstrapServers, topics, new(registry)).Publish(workbook, cancellation);

        var ledgers = new LedgerCatalog(workbook);
        var http = endpoints.Fusion is null ? null : new HttpClient();
        var fusion = endpoints.Fusion is null ? null : new FusionClient(endpoints.Fusion, http!, time);
        var runtime = new ChargeRuntime(
            await StreamsAsync(tenant, topics, endpoints, registry, time, loggers, cancellation).ConfigureAwait(false),
            Source(tenant, endpoints, registry, time, loggers),
            fusion is null ? null : Deliver(tenant, topics, ledgers, endpoints, registry, fusion, time, loggers),
            http, fusion);
        await runtime.RunAsync(topics, ledgers, endpoints, registry, time, loggers).ConfigureAwait(false);
        return runtime;
    }

    /// <summary>Throws what stopped a part that was meant to go on.</summary>
    internal void ThrowIfStopped()
    {
        foreach (var (part, work) in running.Where(entry => entry.Work.IsCompleted))
        {
            string reason = work.Exception?.InnerException?.Message ?? "it ended";
            throw new CommandException($"{part} has stopped: {reason}", work.Exception?.InnerException);
        }
        if (streams.State is StreamsState.Error)
        {
            throw new CommandException("the streams have stopped; the log says why");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running.Select(entry => entry.Work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default))).ConfigureAwait(false);
        await streams.DisposeAsync().ConfigureAwait(false);
        source?.Dispose();
        fusionHttp?.Dispose();
        stop.Dispose();
    }
}
