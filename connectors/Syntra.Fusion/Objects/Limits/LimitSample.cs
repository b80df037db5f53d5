namespace Syntra.Fusion.Objects.Limits;

/// <summary>What one call says about how much more Fusion can take.</summary>
internal enum LimitSignal
{
    /// <summary>Answered.</summary>
    Answered,

    /// <summary>This one call came to nothing (its own time limit, a 500); the pod may be well.</summary>
    Slow,

    /// <summary>Fusion asks for less: 429.</summary>
    Throttled,

    /// <summary>Nobody there: 503, no connection.</summary>
    Down,
}

/// <summary>One call that has ended.</summary>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="EndedAt">When it had ended.</param>
/// <param name="Parts">How many instructions it carried.</param>
/// <param name="Signal">How it ended.</param>
/// <param name="RetryAfter">How long Fusion asks us to stay away.</param>
internal readonly record struct LimitSample(DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Parts, LimitSignal Signal, TimeSpan? RetryAfter = null);
