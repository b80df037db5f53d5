using System.Diagnostics;

namespace Syntra.Bench.Engine.Soak;

/// <summary>
/// The engine at full load for a long time, exactly-once, over four partitions, in a process of its own whose resident memory
/// is sampled: it must not grow once it is warm.
/// </summary>
public static class SoakRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>As the engine's page on running it asks for: without it glibc's arenas keep about as much again as is in use, and creep.</summary>
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal) { ["MALLOC_ARENA_MAX"] = "2" };
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Takes as long as asked for, and a few seconds. Throws when the engine stops by itself.</summary>
    public static async Task<SoakReport> RunAsync(SoakOptions options, CancellationToken ct = default)
    {
        await using var broker = await BrokerUnderTest.StartAsync(options.BootstrapServers, ct);
        var run = $"soak-{System.Environment.ProcessId}-{TimeProvider.System.GetTimestamp():x}";
        var (input, output) = ($"{run}-in", $"{run}-out");
        await SoakTopics.CreateAsync(broker.Bootstrap, run, input, output);
        using var worker = ChildProcess.Start(Environment, "soak-worker", broker.Bootstrap, run, input, output);
        try
        {
            using var feeder = new SoakFeeder(broker.Bootstrap, input, options.Backlog);
            var samples = await SampleAsync(worker, feeder, options, ct);
            worker.StandardInput.Close();
            await worker.WaitForExitAsync(ct);
            return Report(samples, options);
        }
        finally
        {
            if (!worker.HasExited)
            {
                worker.Kill();
                await worker.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<List<SoakSample>> SampleAsync(Process worker, SoakFeeder feeder, SoakOptions options, CancellationToken ct)
    {
        var say = options.Progress ?? (static _ => { });
        var samples = new List<SoakSample>();
        var start = Stopwatch.GetTimestamp();
        var said = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < options.Duration)
        {
            var sample = SoakSample.From(await AskAsync(worker, ct), elapsed);
            feeder.Processed(sample.Processed);
            worker.Refresh();
            sample = sample with { ResidentMb = worker.WorkingSet64 / 1e6, Waiting = feeder.Waiting };
            samples.Add(sample);
            if (elapsed >= said)
            {
                say(sample.ToString());
                said += Minute / 2;
            }

            await Task.Delay(Look, TimeProvider.System, ct);
        }

        return samples;
    }

    private static async Task<string> AskAsync(Process worker, CancellationToken ct)
    {
        await worker.StandardInput.WriteLineAsync("?");
        await worker.StandardInput.FlushAsync(ct);
        return await worker.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The engine's process ended during the run.");
    }

    private static SoakReport Report(List<SoakSample> samples, SoakOptions options)
    {
        var warm = options.WarmUp < options.Duration / 4 ? options.WarmUp : options.Duration / 4;
        var span = Minute < options.Duration / 4 ? Minute : options.Duration / 4;
        var last = samples[^1];
        var begun = samples.Where(s => s.At >= warm).ToList();
        var (first, final) = (begun.Where(s => s.At < warm + span).ToList(), begun.Where(s => s.At >= last.At - span).ToList());
        var (after, end) = (SoakTrend.Median(first), SoakTrend.Median(final));
        var trend = SoakTrend.Of(begun);
        return new SoakReport
        {
            Minutes = Math.Round(last.At.TotalMinutes, 1),
            RecordsPerSecond = Math.Round(last.Processed / last.At.TotalSeconds),
            ResidentMbAfterWarmUp = Math.Round(after, 1),
            ResidentMbAtEnd = Math.Round(end, 1),
            ResidentMbPeak = Math.Round(samples.Max(s => s.ResidentMb), 1),
            GrowthPercent = Math.Round((end - after) * 100 / after, 1),
            MbPerHour = Math.Round(trend.MbPerHour, 1),
            MbPerHourError = double.IsFinite(trend.ErrorMbPerHour) ? Math.Round(trend.ErrorMbPerHour, 1) : null,
            ManagedLiveMb = Change(first, final, s => s.LiveMb),
            ManagedHeapMb = Change(first, final, s => s.HeapMb),
            NativeMb = Change(first, final, s => s.NativeMb),
            InputRanDryPercent = Math.Round(begun.Count(s => s.Waiting < options.Backlog / 20) * 100.0 / begun.Count, 1),
        };
    }

    private static SoakChange Change(List<SoakSample> first, List<SoakSample> final, Func<SoakSample, double> part) =>
        new(Math.Round(first.Average(part), 1), Math.Round(final.Average(part), 1));
}
