using Microsoft.Extensions.Logging;
using Syntra.Cli.Demo.MonthEnd;
using Syntra.Cli.Runtime;
using Syntra.Topology.Reconciliation;

namespace Syntra.Cli.Demo;

/// <summary>One demo from start to verdict: feed, wait until everything has arrived, reconcile, report.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan BetweenWaves = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs the demo; the exit code says whether the books agree.</summary>
    internal static async Task<int> ExecuteAsync(DemoOptions options, CancellationToken cancellation)
    {
        Librdkafka.RequireMinimum();
        var talk = new DemoTalk(TimeProvider.System);
        using var folder = DemoFolder.Open(options.Directory);
        using var loggers = FileLog.Open(folder.Log);
        try
        {
            return await RunAsync(options, folder, talk, loggers, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            loggers.CreateLogger("Syntra.Cli").LogError(fault, "The demo has ended early");
            throw;
        }
    }

    private static async Task<int> RunAsync(DemoOptions options, DemoFolder folder, DemoTalk talk, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var system = await DemoSystem.StartAsync(options, folder, talk, loggers, cancellation).ConfigureAwait(false);
        await using (system.ConfigureAwait(false))
        {
            var stages = new StageClock(system.BootstrapServers, system.Topics, TimeProvider.System, loggers.CreateLogger<StageClock>());
            await using (stages.ConfigureAwait(false))
            {
                var (report, result) = await FollowAsync(options, system, talk, folder, cancellation).ConfigureAwait(false);
                if (result.Agrees)
                {
                    await system.Feeder.FinishRunAsync(cancellation).ConfigureAwait(false);
                }
                Print(options, folder, report, result, stages, system);
                return result.Agrees ? ExitCodes.Done : ExitCodes.Disagrees;
            }
        }
    }

    private static async Task<(ReconciliationReport Report, DemoResult Result)> FollowAsync(
        DemoOptions options, DemoSystem system, DemoTalk talk, DemoFolder folder, CancellationToken cancellation)
    {
        var watch = new DrainWatch(system, talk, TimeProvider.System);
        talk.Say(system.Feeder.Run == 1 ? "feeding charges" : $"run {system.Feeder.Run}: saving every charge again, unchanged");
        while (!system.Feeder.Completed)
        {
            if (options.Data is null && system.Feeder.WavesDone == system.Feeder.WavesTotal - 1)
            {
                // The day's last wave saves charges again: only what the source has read before is a duplicate, and not just a late first.
                await watch.UntilReadAsync(cancellation).ConfigureAwait(false);
            }
            await system.Feeder.FeedNextWaveAsync(cancellation).ConfigureAwait(false);
            watch.Report(cancellation);
            await Task.Delay(BetweenWaves, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
        var monthEnd = await MonthEndAsync(options, system, watch, talk, folder, cancellation).ConfigureAwait(false);
        if (monthEnd is null)
        {
            await watch.UntilDrainedAsync(cancellation).ConfigureAwait(false);
        }
        talk.Say("everything has arrived; reconciling source, watermark table and Fusion's balances");
        var report = await system.Reconciler.RunAsync(cancellation).ConfigureAwait(false);
        var (batches, duplicates) = await system.Statistics.ReadAsync(cancellation).ConfigureAwait(false);
        return (report, Result(report, batches, duplicates, talk.Seconds) with { MonthEnd = monthEnd });
    }

    private static async Task<MonthEndResult?> MonthEndAsync(
        DemoOptions options, DemoSystem system, DrainWatch watch, DemoTalk talk, DemoFolder folder, CancellationToken cancellation)
    {
        // What is brought from outside is compared with its own files afterwards, so nothing is corrected in it unasked.
        ILateCharges? late = options.Data is null ? new LateCharges(system.Cerner, system.Feeder.Catalogue.LatestServiceDate)
            : options.MonthEnd ? new OutsideLateCharges(system.Cerner) : null;
        return late is null ? null : await new MonthEndRun(system, watch, talk, folder.Root, late).ExecuteAsync(cancellation).ConfigureAwait(false);
    }

    private static DemoResult Result(ReconciliationReport report, long batches, long duplicates, double seconds)
    {
        var (totals, account) = (report.Totals, report.Account);
        return new DemoResult
        {
            SourceCount = totals.SourceCount,
            SourceAmount = totals.SourceAmount,
            PostedCount = totals.PostedCount,
            PostedAmount = totals.PostedAmount,
            ZeroDeltaCount = account.ZeroDelta,
            StaleCount = account.Stale,
            ParkedCount = totals.ParkedCount,
            ParkedAmount = totals.ParkedAmount,
            HeldCount = totals.HeldCount,
            DeadLetterCount = totals.DeadLetterCount,
            DeadLetterAmount = totals.DeadLetterAmount,
            InFlightCount = totals.InFlightCount,
            InFlightAmount = totals.InFlightAmount,
            FusionAmount = totals.FusionAmount,
            DuplicatePostings = duplicates,
            Unexplained = totals.Unexplained,
            UnexplainedCount = totals.UnexplainedCount,
            JournalBatches = batches,
            RecordsReceived = account.Received,
            RecordsAccounted = account.Posted + account.ZeroDelta + account.Stale + account.Parked + account.Held + account.DeadLettered + account.InFlight,
            Seconds = Math.Round(seconds, 2, MidpointRounding.AwayFromZero),
        };
    }

    private static void Print(DemoOptions options, DemoFolder folder, ReconciliationReport report, DemoResult result, StageClock stages, DemoSystem system)
    {
        if (options.Json)
        {
            Console.Out.WriteLine(result.ToJson());
            return;
        }
        DemoReport.Print(report, result, stages.Timings(system.Runtime.Delivery!.Snapshot()), options.Directory is null ? null : folder);
    }
}
