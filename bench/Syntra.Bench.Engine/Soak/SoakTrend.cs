namespace Syntra.Bench.Engine.Soak;

/// <summary>A straight line through resident memory over time, by least squares through the medians of half minutes.</summary>
/// <param name="MbPerHour">Its slope.</param>
/// <param name="ErrorMbPerHour">The slope's standard error; what lies within twice of that is not told apart from none.</param>
internal readonly record struct SoakTrend(double MbPerHour, double ErrorMbPerHour)
{
    private const double PointHours = 0.5 / 60;

    public static SoakTrend Of(IEnumerable<SoakSample> samples)
    {
        var points = samples.GroupBy(s => (int)(s.At.TotalHours / PointHours)).Select(g => (X: g.Key * PointHours, Y: Median(g))).ToList();
        if (points.Count < 3)
        {
            return new SoakTrend(0, double.PositiveInfinity);
        }

        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var spread = points.Sum(p => (p.X - x) * (p.X - x));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / spread;
        var residual = points.Sum(p => Math.Pow(p.Y - y - (slope * (p.X - x)), 2)) / (points.Count - 2);
        return new SoakTrend(slope, Math.Sqrt(residual / spread));
    }

    public static double Median(IEnumerable<SoakSample> samples)
    {
        var values = samples.Select(s => s.ResidentMb).Order().ToList();
        return values[values.Count / 2];
    }
}
