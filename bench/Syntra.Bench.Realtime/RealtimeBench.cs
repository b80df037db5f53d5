using System.Net.Http.Json;
using Syntra.Avro.Registry;
using Syntra.Contracts;

namespace Syntra.Bench.Realtime;

/// <summary>
/// Signed webhooks over real HTTP at a fixed rate, through receiver, Kafka, streams and delivery to the sandbox, everything on this
/// machine. Latencies count from the moment at which each event was due. Compiled into the program, because only the program composes.
/// </summary>
internal static class RealtimeBench
{
    private const int Partitions = 4;
    private const int WarmUpSeconds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly ObjectKind[] Kinds = [ObjectKind.CostCenter, ObjectKind.Asset, ObjectKind.WorkerCredential, ObjectKind.Customer];

    /// <summary>Runs and measures.</summary>
    internal static async Task<RealtimeBenchResult> RunAsync(RealtimeBenchOptions asked, CancellationToken cancellation)
    {
        var options = asked.Outage > 0 ? asked with { Seconds = Math.Max(asked.Seconds, asked.Outage + asked.AfterOutage) } : asked;
        string directory = Directory.CreateTempSubdirectory("syntra-realtime-").FullName;
        try
        {
            using var system = await RealtimeSystem.StartAsync(directory, cancellation).ConfigureAwait(false);
            options.Started(system.State);
            return await RunAsync(options, system, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<RealtimeBenchResult> RunAsync(RealtimeBenchOptions options, RealtimeSystem system, CancellationToken cancellation)
    {
        string before = Load();
        // The first seconds compile the code paths and count for nothing but loss and order.
        int warm = options.Rate * WarmUpSeconds;
        var events = PlannedEvent.Plan(warm + (options.Rate * options.Seconds), options.Seed);
        using var load = new OpenLoopLoad(events, system.Hooks, system.Secret, options.Rate);
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = system.Registry });
        using var watch = new ReceiptWatch(system.BootstrapServers, registry, new TopicNames("lakeside"), Kinds, Partitions, events.Count);

        options.Say(FormattableString.Invariant($"{events.Count} events at {options.Rate}/s, the first {warm} to warm up"));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var trace = new CpuTrace(system.Cpu);
        var tracing = options.Outage > 0 ? trace.RunAsync(enough.Token) : Task.CompletedTask;
        var running = load.RunAsync(cancellation);
        var outage = options.Outage > 0 ? OutageAsync(options, system, cancellation) : Task.FromResult<(DateTimeOffset, DateTimeOffset)?>(null);
        var kills = options.Kills > 0 ? KillAsync(options, system, cancellation) : Task.CompletedTask;
        await WhileAliveAsync(running, system).ConfigureAwait(false);
        await kills.ConfigureAwait(false);
        var down = await outage.ConfigureAwait(false);
        options.Say(FormattableString.Invariant($"all events are answered with 2xx ({load.Retries} sent again); waiting for the acknowledgements"));
        var scores = new Scores(events, load, watch);
        await WhileAliveAsync(scores.SettleAsync(Patience, options.Say, cancellation), system).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await tracing.ConfigureAwait(false);
        scores.TellSlow(warm, options.Say);
        if (down is { } back)
        {
            scores.TellDrain(back.Item2, options.Say);
        }

        var cpu = system.Cpu();
        var (duplicates, disorder) = await SandboxEvidence.ReadAsync(system.Pod, cancellation).ConfigureAwait(false);
        return scores.Result(options, warm, duplicates, disorder, cpu, $"{before} before, {Load()} after") with { Outage = down is { } d ? scores.Outage(options, d.Item1, d.Item2, trace) : null };
    }

    private static async Task<(DateTimeOffset From, DateTimeOffset Until)?> OutageAsync(RealtimeBenchOptions options, RealtimeSystem system, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = system.Pod };
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds + (Math.Max(0, options.Seconds - options.Outage) / 4.0)), TimeProvider.System, cancellation).ConfigureAwait(false);
        var fault = new { match = "*", kind = "status", status = 503, times = 1_000_000_000 };
        using var set = await http.PostAsJsonAsync("sandbox/faults", new[] { fault }, cancellation).ConfigureAwait(false);
        set.EnsureSuccessStatusCode();
        var from = TimeProvider.System.GetUtcNow();
        options.Say(FormattableString.Invariant($"Fusion is down for {options.Outage} s"));
        await Task.Delay(TimeSpan.FromSeconds(options.Outage), TimeProvider.System, cancellation).ConfigureAwait(false);
        using var cleared = await http.DeleteAsync("sandbox/faults", cancellation).ConfigureAwait(false);
        cleared.EnsureSuccessStatusCode();
        options.Say("Fusion is back");
        return (from, TimeProvider.System.GetUtcNow());
    }

    private static async Task KillAsync(RealtimeBenchOptions options, RealtimeSystem system, CancellationToken cancellation)
    {
        var random = new Random(options.Seed);
        double each = (double)options.Seconds / options.Kills;
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds), TimeProvider.System, cancellation).ConfigureAwait(false);
        for (int i = 0; i < options.Kills; i++)
        {
            double moment = random.NextDouble() * each;
            await Task.Delay(TimeSpan.FromSeconds(moment), TimeProvider.System, cancellation).ConfigureAwait(false);
            long begun = TimeProvider.System.GetTimestamp();
            system.KillRuntime();
            await system.StartRuntimeAsync(cancellation).ConfigureAwait(false);
            var took = TimeProvider.System.GetElapsedTime(begun);
            options.Say(FormattableString.Invariant($"kill {i + 1}: receiving again after {took.TotalSeconds:0.0} s"));
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, each - moment - took.TotalSeconds)), TimeProvider.System, cancellation).ConfigureAwait(false);
        }
    }

    // Senders send again for ever, so a runtime that has ended by itself is looked for here.
    private static async Task WhileAliveAsync(Task work, RealtimeSystem system)
    {
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)).ConfigureAwait(false) != work)
        {
            system.ThrowIfEnded();
        }

        await work.ConfigureAwait(false);
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
