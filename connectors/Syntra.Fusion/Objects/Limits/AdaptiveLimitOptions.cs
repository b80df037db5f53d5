namespace Syntra.Fusion.Objects.Limits;

/// <summary>How the number of calls at the same time adapts.</summary>
public sealed record AdaptiveLimitOptions
{
    /// <summary>Calls at the same time at the start.</summary>
    public int Initial { get; init; } = 8;

    /// <summary>Never fewer.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>Never more. A third-party figure for a pod is 50 concurrent calls; unconfirmed.</summary>
    public int Maximum { get; init; } = 32;

    /// <summary>A call counts as slow where it takes this many times what calls of its size usually take ...</summary>
    public double SlowFactor { get; init; } = 2.5;

    /// <summary>... and at least this much longer, so that noise of milliseconds does not count.</summary>
    public TimeSpan SlowMargin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>First pause of the kind after 429, 503 or a lost connection without Retry-After; doubles while no call is answered.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause of our own choice.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        if (Minimum < 1 || Initial < Minimum || Maximum < Initial || SlowFactor <= 1 || Pause <= TimeSpan.Zero || MaximumPause < Pause)
        {
            throw new ArgumentException("Limit options must keep 1 <= Minimum <= Initial <= Maximum, SlowFactor > 1 and 0 < Pause <= MaximumPause.");
        }
    }
}
