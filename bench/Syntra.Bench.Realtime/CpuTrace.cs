namespace Syntra.Bench.Realtime;

/// <summary>CPU seconds of every process, read every half second, so that the part of any time can be told afterwards.</summary>
internal sealed class CpuTrace(Func<IReadOnlyDictionary<string, double>> read)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private readonly List<(DateTimeOffset At, IReadOnlyDictionary<string, double> Cpu)> samples = [];

    /// <summary>Reads until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                samples.Add((TimeProvider.System.GetUtcNow(), read()));
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Enough was read.
        }
    }

    /// <summary>What each process took from one moment to another, to the nearest readings around them.</summary>
    internal IReadOnlyDictionary<string, double> During(DateTimeOffset from, DateTimeOffset until)
    {
        var first = samples.LastOrDefault(s => s.At <= from, samples[0]);
        var last = samples.FirstOrDefault(s => s.At >= until, samples[^1]);
        return last.Cpu.ToDictionary(c => c.Key, c => Math.Round(c.Value - first.Cpu.GetValueOrDefault(c.Key), 1), StringComparer.Ordinal);
    }
}
