namespace Syntra.Cerner.Events.Gaps;

/// <summary>What a message tells about its subscription.</summary>
public enum ObservationKind
{
    /// <summary>The subscription begins.</summary>
    Handshake,

    /// <summary>The sender is alive, and this is its count.</summary>
    Status,

    /// <summary>Events have come.</summary>
    Events,
}

/// <summary>A numbered event.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When it happened.</param>
public readonly record struct NumberedEvent(long Number, DateTimeOffset? At);

/// <summary>One message, as the gap detector sees it.</summary>
public sealed record Observation
{
    /// <summary>What it is.</summary>
    public required ObservationKind Kind { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset HeardAt { get; init; }

    /// <summary>When the sender made it; null where it does not say.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>The sender's count of events since the subscription began.</summary>
    public long? Count { get; init; }

    /// <summary>Its events, safely kept.</summary>
    public IReadOnlyList<NumberedEvent> Events { get; init; } = [];
}
