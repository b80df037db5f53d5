using Syntra.Contracts;

namespace Syntra.Cerner.Events.Gaps;

/// <summary>What is known of one subscription; kept across restarts.</summary>
public sealed record SubscriptionState
{
    /// <summary>Name of the sender.</summary>
    public required string Sender { get; init; }

    /// <summary>Id of the subscription, or name of the stream.</summary>
    public required string Subscription { get; init; }

    /// <summary>How often it has been seen to start anew; its numbers hold within one generation.</summary>
    public long Generation { get; init; }

    /// <summary>Whether <see cref="Highest"/> has a meaning yet.</summary>
    public bool IsCounting { get; init; }

    /// <summary>Highest event number of the generation that is known to exist.</summary>
    public long Highest { get; init; }

    /// <summary>Latest time of an event.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>When anything last came.</summary>
    public DateTimeOffset LastHeardAt { get; init; }

    /// <summary>Until when a back-fill has looked for what a silence may have held back.</summary>
    public DateTimeOffset? CheckedUntil { get; init; }

    /// <summary>What is missing, as far as is known.</summary>
    public IReadOnlyList<OpenGap> Gaps { get; init; } = [];
}

/// <summary>Something missing: a range of numbers, or a span of time.</summary>
public sealed record OpenGap
{
    /// <summary>GAP for numbers; SILENCE or RESTART for time.</summary>
    public required BackfillReason Reason { get; init; }

    /// <summary>Generation of the numbers.</summary>
    public required long Generation { get; init; }

    /// <summary>First missing number.</summary>
    public long? From { get; init; }

    /// <summary>Last missing number.</summary>
    public long? Until { get; init; }

    /// <summary>The missing events are not before this; null where unknown.</summary>
    public DateTimeOffset? FromTime { get; init; }

    /// <summary>They are not after this.</summary>
    public DateTimeOffset? UntilTime { get; init; }

    /// <summary>When it was seen.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When a back-fill was last asked for; null before the first time.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>How often one was asked for.</summary>
    public int Attempts { get; init; }
}
