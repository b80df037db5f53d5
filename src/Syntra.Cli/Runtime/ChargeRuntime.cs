using Microsoft.Extensions.Logging;
using Syntra.Cerner.Millennium;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Rest;
using Syntra.Streams;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Runtime;

/// <summary>The charge flow of one tenant in one process: source, streams, delivery and period reader, started and stopped together.</summary>
internal sealed class ChargeRuntime : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly StreamsApplication streams;
    private readonly RunningParts running;

    private ChargeRuntime(StreamsApplication streams, MillenniumChargeSource? source, FusionClient? fusion, JournalDelivery? delivery)
    {
        this.streams = streams;
        running = new RunningParts("the streams", streams);
        Source = source;
        Fusion = fusion;
        Delivery = delivery;
    }

    /// <summary>The Millennium source; null where this instance does not poll.</summary>
    internal MillenniumChargeSource? Source { get; }

    /// <summary>The client that delivers; null where this instance does not.</summary>
    internal FusionClient? Fusion { get; }

    /// <summary>The delivery to Fusion; null where this instance does not deliver.</summary>
    internal JournalDelivery? Delivery { get; }

    /// <summary>Creates what is missing in Kafka, publishes the workbook and starts every part that the endpoints allow.</summary>
    internal static async Task<ChargeRuntime> StartAsync(ChargeParts parts, CompiledWorkbook workbook, string? stateDirectory, CancellationToken cancellation)
    {
        parts.Protection.RequireNoRotationUnderWay();
        var log = parts.Loggers.CreateLogger<ChargeRuntime>();
        var (servers, topics) = (parts.Endpoints.BootstrapServers, parts.Topics);
        await TopicCatalog.EnsureAsync(servers, ChargeTopics.Definitions(topics, parts.Tenant.Partitions), log).ConfigureAwait(false);
        new WorkbookPublisher(servers, topics, parts.Registry, log, parts.Protection.MappingChanged).Publish(workbook, cancellation);

        var streams = await parts.StreamsAsync(stateDirectory, cancellation).ConfigureAwait(false);
        var source = parts.Endpoints.Millennium is { } connect ? parts.Source(connect) : null;
        var fusion = parts.Endpoints.Fusion is { } options ? new FusionClient(options, parts.Time) : null;
        var runtime = new ChargeRuntime(streams, source, fusion, fusion is null ? null : parts.Delivery(fusion));
        try
        {
            await runtime.RunAsync(parts, cancellation).ConfigureAwait(false);
            return runtime;
        }
        catch
        {
            await runtime.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Throws what stopped a part that was meant to go on.</summary>
    /// <exception cref="CommandException">A part has stopped; names it and the reason.</exception>
    internal void ThrowIfStopped() => running.ThrowIfStopped();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await running.DisposeAsync().ConfigureAwait(false);
        Source?.Dispose();
        Fusion?.Dispose();
    }

    private async Task RunAsync(ChargeParts parts, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        await streams.StartAsync(limit.Token).ConfigureAwait(false);
        if (Fusion is { } fusion)
        {
            running.Add("the period reader", token => parts.Periods(fusion).RunAsync(token));
        }
        if (Delivery is { } delivery)
        {
            parts.Watch?.Watch(delivery.Snapshot);
            running.Add("the delivery to Fusion", delivery.RunAsync);
        }
        if (parts.Index is { } index)
        {
            running.Add("the record index", index.RunAsync);
        }
        if (Source is { } source)
        {
            running.Add("the Millennium source", source.RunAsync);
        }
    }
}
