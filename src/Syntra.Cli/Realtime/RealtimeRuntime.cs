using Microsoft.Extensions.Logging;
using Syntra.Cli.Runtime;
using Syntra.Fusion.Objects.Delivery;
using Syntra.Fusion.Rest;
using Syntra.Streams;

namespace Syntra.Cli.Realtime;

/// <summary>The real-time tier of one tenant in one process: webhook receiver, polled sources, back-fill, streams, delivery, status.</summary>
internal sealed class RealtimeRuntime : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private const int Calls = 256;

    private readonly StreamsApplication streams;
    private readonly RunningParts running;
    private EventIntake? intake;
    private FusionClient? fusion;

    private RealtimeRuntime(StreamsApplication streams)
    {
        this.streams = streams;
        running = new RunningParts("the streams of objects", streams);
    }

    /// <summary>Where webhooks are received; null where the tenant has no subscriptions.yaml.</summary>
    internal Uri? Hooks => intake?.Hooks;

    /// <summary>What is polled, by name; empty where the tenant has no sources.yaml.</summary>
    internal IReadOnlyList<string> Polled => intake?.Polled ?? [];

    /// <summary>The delivery of objects; null where this instance does not deliver.</summary>
    internal ObjectDelivery? Delivery { get; private set; }

    /// <summary>Creates what is missing in Kafka and starts every part that settings and endpoints allow.</summary>
    internal static async Task<RealtimeRuntime> StartAsync(RealtimeParts parts, StatusBoard board, CancellationToken cancellation)
    {
        var log = parts.Loggers.CreateLogger<RealtimeRuntime>();
        await TopicCatalog.EnsureAsync(parts.Endpoints.BootstrapServers, ObjectTopics.Definitions(parts.Topics, parts.Tiers.Objects, parts.Tenant.Partitions), log).ConfigureAwait(false);
        var runtime = new RealtimeRuntime(await parts.StreamsAsync(cancellation).ConfigureAwait(false));
        try
        {
            await runtime.RunAsync(parts, board, cancellation).ConfigureAwait(false);
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
        if (intake is not null)
        {
            await intake.DisposeAsync().ConfigureAwait(false);
        }

        await running.DisposeAsync().ConfigureAwait(false);
        fusion?.Dispose();
    }

    private async Task RunAsync(RealtimeParts parts, StatusBoard board, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        await streams.StartAsync(limit.Token).ConfigureAwait(false);
        if (parts.Endpoints.Fusion is { } pod)
        {
            fusion = new FusionClient(pod with { MaximumConcurrentCalls = Calls }, parts.Time);
            Delivery = parts.Delivery(fusion);
            running.Add("the delivery of objects", Delivery.RunAsync);
        }

        board.Watch(() => Delivery?.Snapshot() ?? []);
        running.Add("the status board", board.RunAsync);
        intake = await EventIntake.StartAsync(parts.Intake(), parts.Subscriptions(), cancellation).ConfigureAwait(false);
    }
}
