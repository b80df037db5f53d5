namespace Syntra.Cerner.Millennium;

/// <summary>Pauses after failures: doubling from a base to a cap, each drawn between half and all of it, so that instances do not march in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    private int _failures;

    internal int Failures => _failures;

    internal void Reset() => _failures = 0;

    internal TimeSpan Next()
    {
        var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30));
        var full = Math.Min(doubled, cap.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (random.NextDouble() / 2)));
    }
}
