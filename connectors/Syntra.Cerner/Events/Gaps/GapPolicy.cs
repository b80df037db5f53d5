namespace Syntra.Cerner.Events.Gaps;

/// <summary>How a subscription is watched.</summary>
public sealed record GapPolicy
{
    /// <summary>Whether event numbers count from the start of the subscription. Some senders number within each message, against the guide.</summary>
    public bool AbsoluteNumbers { get; init; } = true;

    /// <summary>The heartbeat that the sender promised; null where it promised none, and silence means nothing.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>How long a missing number may still be on its way.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A back-fill that has not closed its gap is asked for again after this.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ranges kept apart per subscription; above it the nearest are joined, which fetches too much rather than too little.</summary>
    public int MaxGaps { get; init; } = 64;
}
