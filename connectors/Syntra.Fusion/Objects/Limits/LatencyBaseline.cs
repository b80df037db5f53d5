using System.Numerics;

namespace Syntra.Fusion.Objects.Limits;

/// <summary>
/// How long calls usually take, by their size: a moving average, each power of two of parts for itself. It follows faster calls quickly and
/// slower ones slowly: a Fusion under our own load must not become what is usual.
/// </summary>
internal sealed class LatencyBaseline
{
    private const double Faster = 0.1;
    private const double Slower = 0.0005;
    private readonly double[] _seconds = new double[12];

    public void Add(TimeSpan took, int parts)
    {
        ref var usual = ref _seconds[Bucket(parts)];
        usual = usual == 0 ? took.TotalSeconds : usual + (took.TotalSeconds < usual ? Faster : Slower) * (took.TotalSeconds - usual);
    }

    public bool IsSlow(TimeSpan took, int parts, double factor, TimeSpan margin)
    {
        var usual = _seconds[Bucket(parts)];
        return usual > 0 && took.TotalSeconds > usual * factor && took.TotalSeconds > usual + margin.TotalSeconds;
    }

    private int Bucket(int parts) => Math.Min(BitOperations.Log2((uint)Math.Max(1, parts)), _seconds.Length - 1);
}
