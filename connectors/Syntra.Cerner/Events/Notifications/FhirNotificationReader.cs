using System.Globalization;
using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Journal;
using Syntra.Contracts;
using Syntra.Fhir;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.Events.Notifications;

/// <summary>
/// Reads the notifications of FHIR R4 subscriptions: bundles of the R5 backport, and R4's own rest-hook with or without a resource.
/// Resources are looked at no deeper than type, id and version: what else is wrong with one is judged where it is used, and kept there.
/// </summary>
/// <param name="wanted">Resource types that make events.</param>
/// <param name="absoluteNumbers">Whether a number says which event of the subscription it is, as the guide wants.</param>
internal sealed class FhirNotificationReader(IReadOnlyCollection<string> wanted, bool absoluteNumbers = true)
{
    private const string RestHook = "rest-hook";
    private static readonly string[] BundleTypes = ["history", "subscription-notification", "searchset"];

    /// <summary>Reads a body that was POSTed.</summary>
    /// <exception cref="FhirException">It is no notification.</exception>
    internal Notification Read(ReadOnlyMemory<byte> body, MessageContext context)
    {
        if (body.IsEmpty)
        {
            return Knock(context);
        }

        return FhirJson.ParseHeader(body).ResourceType == "Bundle" ? ReadBundle(FhirJson.Parse<Bundle>(body), context) : ReadResource(body, context, null, null);
    }

    /// <summary>Reads a resource that was PUT to its own address.</summary>
    /// <exception cref="FhirException">It is no resource, or another one.</exception>
    internal Notification Read(ReadOnlyMemory<byte> body, MessageContext context, string type, string id) => ReadResource(body, context, type, id);

    // R4 without payload: something has changed, nobody says what.
    private static Notification Knock(MessageContext context)
    {
        // Without an id of the message every knock is a new one.
        var identity = SeenKey.Of("knock", context.Sender, context.MessageId ?? context.ReceivedAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        var request = Request(context, null, BackfillReason.EmptyNotification, identity) with { UntilTime = context.ReceivedAt, EventAt = context.ReceivedAt };
        return new Notification { Kind = RestHook, Requests = [(new SeenEntry(identity, identity), request)] };
    }

    private Notification ReadResource(ReadOnlyMemory<byte> body, MessageContext context, string? type, string? id)
    {
        var head = FhirJson.ParseHeader(body);
        if ((type is not null && head.ResourceType != type) || (id is not null && head.Id != id))
        {
            throw new FhirException("$", "is another resource than the address says");
        }

        if (!wanted.Contains(head.ResourceType))
        {
            throw new FhirException("$.resourceType", "is none that this sender's events are about");
        }

        var found = new FoundResource(head, body, EventInteraction.Unknown, null);
        return new Notification { Kind = RestHook, Events = [EventBuilder.Of(found, null, null, EventKind.RestHook, context)] };
    }

    private Notification ReadBundle(Bundle bundle, MessageContext context)
    {
        if (!BundleTypes.Contains(bundle.Type))
        {
            throw new FhirException("$.type", "is no bundle of notifications");
        }

        var first = bundle.Entries.Count > 0 ? bundle.Entries[0] : throw new FhirException("$.entry", "is empty; the first must be the status");
        var status = SubscriptionStatus.Of(first.Resource) ?? throw first.Problem ?? new FhirException("$.entry[0].resource", "is no status of a subscription");
        var subscription = status.Subscription?.Id ?? status.Subscription?.Literal ?? throw new FhirException("$.entry[0].resource", "names no subscription");
        if (subscription.Length > 256)
        {
            throw new FhirException("$.entry[0].resource", "names a subscription at too great a length");
        }

        // The answer to $status is a search: it tells the count, and its events are those of the last notification.
        return bundle.Type == "searchset" || status.Kind == "query-status"
            ? Told("query-status", ObservationKind.Status, subscription, status, bundle, context)
            : status.Kind switch
            {
                "handshake" => Told("handshake", ObservationKind.Handshake, subscription, status, bundle, context),
                "heartbeat" => Told("heartbeat", ObservationKind.Status, subscription, status, bundle, context),
                "event-notification" or "query-event" => Events(subscription, status, bundle, context),
                _ => throw new FhirException("$.entry[0].resource", "has no type that notifications have"),
            };
    }

    private static Notification Told(string kind, ObservationKind observed, string subscription, SubscriptionStatus status, Bundle bundle, MessageContext context) => new()
    {
        Kind = kind, Subscription = subscription, Observation = Observe(observed, status, bundle, context),
    };

    private static Observation Observe(ObservationKind kind, SubscriptionStatus status, Bundle bundle, MessageContext context) => new()
    {
        Kind = kind, HeardAt = context.ReceivedAt, MadeAt = bundle.Timestamp, Count = status.EventsSinceStart,
        Events = [.. status.Events.Where(e => e.Number > 0).Select(e => new NumberedEvent(e.Number!.Value, e.Timestamp))],
    };

    private Notification Events(string subscription, SubscriptionStatus status, Bundle bundle, MessageContext context)
    {
        var told = new ToldEvents(status, bundle, wanted);
        List<(SeenEntry, RawEvent)> events = [];
        List<(SeenEntry, BackfillRequest)> requests = [];
        foreach (var (resource, about) in told.Brought)
        {
            events.Add(EventBuilder.Of(resource, subscription, about, EventKind.FullResource, context, absoluteNumbers));
        }

        foreach (var (named, about) in told.Named)
        {
            var mark = Mark(about, bundle, context);
            if (named.Interaction == EventInteraction.Delete)
            {
                events.Add(EventBuilder.Deleted(named, subscription, about, mark, context));
            }
            else
            {
                requests.Add(ById(named, subscription, about, mark, context));
            }
        }

        requests.AddRange(told.Unnamed.Select(about => Empty(subscription, about?.Number, about?.Number ?? status.EventsSinceStart, about?.Timestamp ?? bundle.Timestamp, about, Mark(about, bundle, context), context)));
        return new Notification
        {
            Kind = "event-notification", Subscription = subscription, Observation = Observe(ObservationKind.Events, status, bundle, context), Events = events, Requests = requests, LeftOut = told.LeftOut,
        };
    }

    // What tells an event from the next one. Where the sender says nothing that does, each message is taken for a new one: a repetition
    // is fetched again, which costs a request, and nothing is passed over.
    private string? Mark(NotificationEvent? about, Bundle bundle, MessageContext context) =>
        about?.Timestamp is not null || about?.Id is not null || (absoluteNumbers && about?.Number is not null) ? null
        : Text(bundle.Timestamp?.UtcTicks) ?? context.MessageId ?? Text(context.ReceivedAt.UtcTicks);

    private static (SeenEntry Identity, BackfillRequest Request) ById(NamedResource named, string subscription, NotificationEvent? about, string? mark, MessageContext context)
    {
        var identity = SeenKey.Of("id-only", context.Sender, subscription, Text(about?.Number), Text(about?.Timestamp?.UtcTicks), named.Type, named.Id, about?.Id, mark);
        return (new SeenEntry(identity, identity), Request(context, subscription, BackfillReason.IdOnly, identity) with
        {
            ResourceType = named.Type, ResourceId = named.Id, Focus = about?.Focus?.Literal, EventNumber = about?.Number, Interaction = named.Interaction,
            EventAt = about?.Timestamp ?? context.ReceivedAt,
        });
    }

    private static (SeenEntry Identity, BackfillRequest Request) Empty(
        string subscription, long? from, long? until, DateTimeOffset? at, NotificationEvent? about, string? mark, MessageContext context)
    {
        var identity = SeenKey.Of("empty", context.Sender, subscription, Text(from), Text(until), Text(at?.UtcTicks), about?.Id, mark);
        return (new SeenEntry(identity, identity), Request(context, subscription, BackfillReason.EmptyNotification, identity) with
        {
            FromEvent = from, UntilEvent = until, UntilTime = at ?? context.ReceivedAt, EventNumber = about?.Number, EventAt = at ?? context.ReceivedAt,
        });
    }

    private static BackfillRequest Request(MessageContext context, string? subscription, BackfillReason reason, SeenKey identity) => new()
    {
        RequestId = identity.ToHex(), Sender = context.Sender, Subscription = subscription, Reason = reason, EventAt = context.ReceivedAt,
        ReceivedAt = context.ReceivedAt, TraceId = context.TraceId,
    };

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
