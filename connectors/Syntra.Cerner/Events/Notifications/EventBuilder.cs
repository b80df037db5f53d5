using System.Globalization;
using Syntra.Cerner.Events.Journal;
using Syntra.Contracts;
using Syntra.Fhir.CareAware;
using Syntra.Fhir.Resources;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>Makes raw events, each with the identity by which a second delivery is known.</summary>
internal static class EventBuilder
{
    private const string Fhir = "fhir";
    private const string CareAware = "careaware";

    /// <summary>A state of a resource that came with its content.</summary>
    internal static (SeenEntry Identity, RawEvent Event) Of(
        FoundResource resource, string? subscription, NotificationEvent? about, EventKind kind, MessageContext context, bool absoluteNumbers = true)
    {
        var head = resource.Head;
        var content = SeenKey.OfBytes(resource.Body.Span);
        var identity = Identity(resource, subscription, about, absoluteNumbers, content, context);
        var raw = Event(Fhir, head.ResourceType, head.RequiredId, subscription, about, kind, context) with
        {
            EventId = EventId(identity, content), Interaction = resource.Interaction, VersionId = head.Meta?.VersionId, LastUpdated = head.Meta?.LastUpdated,
            EventAt = about?.Timestamp ?? head.Meta?.LastUpdated ?? context.ReceivedAt, Body = resource.Body.ToArray(),
        };
        return (new SeenEntry(identity, content), raw);
    }

    /// <summary>A resource that is gone.</summary>
    /// <param name="named">Which.</param>
    /// <param name="subscription">Whose event it is.</param>
    /// <param name="about">The event; null where none names it.</param>
    /// <param name="mark">What tells it from the next one, where the event does not.</param>
    /// <param name="context">The message.</param>
    internal static (SeenEntry Identity, RawEvent Event) Deleted(NamedResource named, string subscription, NotificationEvent? about, string? mark, MessageContext context)
    {
        var identity = SeenKey.Of("deleted", context.Sender, subscription, Text(about?.Number), Text(about?.Timestamp?.UtcTicks), named.Type, named.Id, about?.Id, mark);
        var raw = Event(Fhir, named.Type, named.Id, subscription, about, EventKind.IdOnly, context) with
        {
            EventId = identity.ToHex(), Interaction = EventInteraction.Delete, EventAt = about?.Timestamp ?? context.ReceivedAt,
        };
        return (new SeenEntry(identity, identity), raw);
    }

    /// <summary>A state of a piece of equipment.</summary>
    internal static (SeenEntry Identity, RawEvent Event) Of(AssetEvent asset, MessageContext context)
    {
        var content = SeenKey.OfBytes(asset.Bytes.Span);
        var identity = SeenKey.Of("asset", context.Sender, asset.EventId, content.ToHex());
        var raw = Event(CareAware, EventTopics.Asset, asset.Asset.Id, asset.Stream, null, EventKind.AssetEvent, context) with
        {
            EventId = identity.ToHex(), EventNumber = asset.Sequence, EventAt = asset.OccurredAt, Body = asset.Bytes.ToArray(),
            Interaction = asset.Type switch
            {
                "asset.registered" => EventInteraction.Create,
                "asset.retired" => EventInteraction.Unknown,
                _ => EventInteraction.Update,
            },
        };
        return (new SeenEntry(identity, content), raw);
    }

    // A number or a version says which event it is. Without both, only the content does, and only against the one before: a resource may well
    // return to what it once was.
    private static SeenKey Identity(FoundResource resource, string? subscription, NotificationEvent? about, bool absoluteNumbers, SeenKey content, MessageContext context)
    {
        var head = resource.Head;
        var dated = (absoluteNumbers && about?.Number is not null) || about?.Timestamp is not null || head.Meta?.VersionId is not null || head.Meta?.LastUpdated is not null;
        return dated
            ? SeenKey.Of(
                "event", context.Sender, subscription, Text(about?.Number), Text(about?.Timestamp?.UtcTicks), about?.Id, head.ResourceType, head.Id,
                head.Meta?.VersionId, Text(head.Meta?.LastUpdated?.UtcTicks), content.ToHex())
            : SeenKey.Of("last", context.Sender, head.ResourceType, head.Id);
    }

    private static string EventId(SeenKey identity, SeenKey content) => SeenKey.Of(identity.ToHex(), content.ToHex()).ToHex();

    private static RawEvent Event(string source, string type, string id, string? subscription, NotificationEvent? about, EventKind kind, MessageContext context) => new()
    {
        EventId = "", Source = source, Sender = context.Sender, Subscription = subscription, EventNumber = about?.Number, Kind = kind,
        Interaction = EventInteraction.Unknown, ResourceType = type, ResourceId = id, Focus = about?.Focus?.Literal, EventAt = context.ReceivedAt,
        ReceivedAt = context.ReceivedAt, TraceId = context.TraceId, ContentType = context.ContentType, Body = Array.Empty<byte>(),
    };

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
