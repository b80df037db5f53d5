using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Journal;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>A message that was understood: what it asks to be written, and what it tells about its subscription.</summary>
internal sealed record Notification
{
    /// <summary>For metrics: handshake, heartbeat, event-notification, query-status, rest-hook, asset.</summary>
    internal required string Kind { get; init; }

    /// <summary>Id of the subscription, or name of the stream; null where there is none to watch.</summary>
    internal string? Subscription { get; init; }

    /// <summary>For the gap detector; null where there is nothing to learn.</summary>
    internal Observation? Observation { get; init; }

    /// <summary>Events with their identities.</summary>
    internal IReadOnlyList<(SeenEntry Identity, RawEvent Event)> Events { get; init; } = [];

    /// <summary>What must be fetched, with identities.</summary>
    internal IReadOnlyList<(SeenEntry Identity, BackfillRequest Request)> Requests { get; init; } = [];

    /// <summary>Resources of types that are not taken.</summary>
    internal int LeftOut { get; init; }
}

/// <summary>What is known of a message beside its body.</summary>
/// <param name="Sender">Name of the sender.</param>
/// <param name="ReceivedAt">When it was read.</param>
/// <param name="TraceId">W3C trace id.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="MessageId">The message's own id, where it is signed.</param>
internal sealed record MessageContext(string Sender, DateTimeOffset ReceivedAt, string TraceId, string ContentType, string? MessageId);
