namespace Syntra.Cli.Realtime;

/// <summary>Latencies of the last minute. Not thread-safe.</summary>
internal sealed class LatencyWindow
{
    private const int MostSamples = 60_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Queue<(DateTimeOffset At, double Milliseconds)> samples = new();

    internal void Add(DateTimeOffset at, TimeSpan latency)
    {
        samples.Enqueue((at, latency.TotalMilliseconds));
        if (samples.Count > MostSamples)
        {
            samples.Dequeue();
        }
    }

    /// <summary>Nearest rank, in milliseconds; null where there was none.</summary>
    internal double? At(DateTimeOffset now, double share)
    {
        while (samples.TryPeek(out var first) && now - first.At > Window)
        {
            samples.Dequeue();
        }

        double[] sorted = [.. samples.Select(s => s.Milliseconds).Order()];
        return sorted.Length == 0 ? null : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 1);
    }
}
