using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Receiving;
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

    private readonly CancellationTokenSource stop = new();
    private readonly List<(string Part, Task Work)> running = [];
    private readonly Stack<object> owned = new();
    private readonly StreamsApplication streams;

    private RealtimeRuntime(StreamsApplication streams)
    {
        this.streams = streams;
    }

    /// <summary>Where webhooks are received; null where the tenant has no subscriptions.yaml.</summary>
    internal Uri? Hooks { get; private set; }

    /// <summary>What is polled, by name; empty where the tenant has no sources.yaml.</summary>
    internal IReadOnlyList<string> Polled { get; private set; } = [];

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
    internal void ThrowIfStopped()
    {
        foreach (var (part, work) in running.Where(entry => entry.Work.IsCompleted))
        {
            var reason = work.Exception?.InnerException;
            throw new CommandException($"{part} has stopped: {reason?.Message ?? "it ended"}", reason);
        }

        if (streams.State is StreamsApplicationState.PendingError or StreamsApplicationState.Error)
        {
            throw new CommandException($"the streams of objects have stopped: {streams.Failure?.Message}", streams.Failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The receiver first: what it has answered for is in Kafka.
        while (owned.TryPop(out object? part))
        {
            if (part is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                ((IDisposable)part).Dispose();
            }
        }

        await stop.CancelAsync().ConfigureAwait(false);
        foreach (var (_, work) in running)
        {
            // What a part failed with was reported while it mattered; here it only has to be over.
            await work.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }

        await streams.DisposeAsync().ConfigureAwait(false);
        fusion?.Dispose();
        stop.Dispose();
    }

    private FusionClient? fusion;

    private async Task RunAsync(RealtimeParts parts, StatusBoard board, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        await streams.StartAsync(limit.Token).ConfigureAwait(false);
        if (parts.Endpoints.Fusion is { } pod)
        {
            fusion = new FusionClient(pod with { MaximumConcurrentCalls = Calls }, parts.Time);
            Delivery = parts.Delivery(fusion);
            Add("the delivery of objects", Delivery.RunAsync);
        }

        board.Watch(() => Delivery?.Snapshot() ?? []);
        Add("the status board", board.RunAsync);
        await ReceiveAsync(parts, cancellation).ConfigureAwait(false);
    }

    /// <summary>Everything that brings events in: what subscriptions.yaml and sources.yaml name. They share one publisher and one memory.</summary>
    private async Task ReceiveAsync(RealtimeParts parts, CancellationToken cancellation)
    {
        var (subscriptions, sources) = (parts.Subscriptions(), parts.Sources());
        if (subscriptions is null && sources is null)
        {
            return;
        }

        var publisher = parts.Publisher();
        owned.Push(publisher);
        var journal = parts.Journal();
        owned.Push(journal);
        if (sources is not null)
        {
            var polled = PolledRuntime.Start(sources, parts.SourceParts(), publisher, journal, name => subscriptions?.Senders.FirstOrDefault(s => s.Name == name)?.OffersEvents == true);
            owned.Push(polled);
            Polled = polled.Names;
        }

        if (subscriptions is { } settings)
        {
            var receiver = await HookReceiver.StartAsync(
                parts.Hooks, [new TenantHooks(parts.Tenant.Tenant, settings, parts.TenantFolder, publisher, journal)], parts.Time, parts.Loggers, cancellation).ConfigureAwait(false);
            owned.Push(receiver);
            Hooks = receiver.Url;
        }
    }

    private void Add(string part, Func<CancellationToken, Task> run) => running.Add((part, Task.Run(() => run(stop.Token), stop.Token)));
}
