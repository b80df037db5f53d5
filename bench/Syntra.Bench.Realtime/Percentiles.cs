namespace Syntra.Bench.Realtime;

/// <summary>Exact percentiles of all samples.</summary>
internal static class Percentiles
{
    internal static HopResult Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Where(m => !double.IsNaN(m)).Order()];
        return new HopResult(At(sorted, 0.5), At(sorted, 0.99), sorted.Length == 0 ? 0 : Math.Round(sorted[^1], 2));
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 2);
}
