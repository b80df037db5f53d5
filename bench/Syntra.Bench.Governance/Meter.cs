using System.Diagnostics;

namespace Syntra.Bench.Governance;

/// <summary>A rate by the clock on the wall and by the processor's: on a machine with other work beside, only the second says what a core does.</summary>
internal readonly record struct Rate(double PerSecond, double PerCpuSecond)
{
    /// <summary>Each of the two by its own median.</summary>
    public static Rate Median(IReadOnlyList<Rate> rounds) => new(Middle(rounds.Select(r => r.PerSecond)), Middle(rounds.Select(r => r.PerCpuSecond)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>Measures one stretch of work. The processor's time is the whole process's: collector and compiler count against us.</summary>
internal sealed class Meter
{
    private readonly Stopwatch _wall = Stopwatch.StartNew();
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;

    public TimeSpan Elapsed => _wall.Elapsed;

    public Rate Of(long count)
    {
        var cpu = Environment.CpuUsage.TotalTime - _cpu;
        return new Rate(count / _wall.Elapsed.TotalSeconds, count / Math.Max(cpu.TotalSeconds, 1e-6));
    }
}
