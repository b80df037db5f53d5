using System.Diagnostics;
using System.Globalization;

namespace Syntra.Bench.Engine.Soak;

/// <summary>
/// The engine at full load for a long time, exactly-once, over four partitions, in a process of its own whose resident memory
/// is sampled: it must not grow once it is warm.
/// </summary>
public static class SoakRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Takes as long as asked for, and a few seconds. Throws when the engine stops by itself.</summary>
    public static async Task<SoakReport> RunAsync(SoakOptions options, CancellationToken ct = default)
    {
        await using var broker = await BrokerUnderTest.StartAsync(options.BootstrapServers, ct);
        var run = $"soak-{Environment.ProcessId}-{TimeProvider.System.GetTimestamp():x}";
        var (input, output) = ($"{run}-in", $"{run}-out");
        await SoakTopics.CreateAsync(broker.Bootstrap, run, input, output);
        using var worker = ChildProcess.Start("soak-worker", broker.Bootstrap, run, input, output);
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

    private static async Task<List<Sample>> SampleAsync(Process worker, SoakFeeder feeder, SoakOptions options, CancellationToken ct)
    {
        var say = options.Progress ?? (static _ => { });
        var samples = new List<Sample>();
        var start = Stopwatch.GetTimestamp();
        var said = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < options.Duration)
        {
            var (processed, rest) = await AskAsync(worker, ct);
            feeder.Processed(processed);
            worker.Refresh();
            var sample = new Sample(elapsed, processed, worker.WorkingSet64 / 1e6, feeder.Waiting);
            samples.Add(sample);
            if (elapsed >= said)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{elapsed:mm\\:ss} {processed} records, resident {sample.ResidentMb:F1} MB, {rest}, waiting {sample.Waiting}"));
                said += Minute / 2;
            }

            await Task.Delay(Look, TimeProvider.System, ct);
        }

        return samples;
    }

    private static async Task<(long Processed, string Figures)> AskAsync(Process worker, CancellationToken ct)
    {
        await worker.StandardInput.WriteLineAsync("?");
        await worker.StandardInput.FlushAsync(ct);
        var answer = await worker.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The engine's process ended during the run.");
        var parts = answer.Split(' ', 2);
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), string.Join(' ', parts[1].Split(' ').Select(p => long.Parse(p, CultureInfo.InvariantCulture) is > 100000 and var b ? (b / 1e6).ToString("F1", CultureInfo.InvariantCulture) : p)));
    }

    private static SoakReport Report(List<Sample> samples, SoakOptions options)
    {
        var warm = options.WarmUp < options.Duration / 4 ? options.WarmUp : options.Duration / 4;
        var span = Minute < options.Duration / 4 ? Minute : options.Duration / 4;
        var last = samples[^1];
        var after = Median(samples.Where(s => s.At >= warm && s.At < warm + span));
        var end = Median(samples.Where(s => s.At >= last.At - span));
        var begun = samples.Where(s => s.At >= warm).ToList();
        return new SoakReport(
            Math.Round(last.At.TotalMinutes, 1),
            Math.Round(last.Processed / last.At.TotalSeconds),
            Math.Round(after, 1),
            Math.Round(end, 1),
            Math.Round(samples.Max(s => s.ResidentMb), 1),
            Math.Round((end - after) * 100 / after, 1),
            Math.Round(begun.Count(s => s.Waiting < options.Backlog / 20) * 100.0 / begun.Count, 1));
    }

    private static double Median(IEnumerable<Sample> samples)
    {
        var values = samples.Select(s => s.ResidentMb).Order().ToList();
        return values[values.Count / 2];
    }

    private readonly record struct Sample(TimeSpan At, long Processed, double ResidentMb, long Waiting);
}
