using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Notifications;
using Syntra.Fhir;
using Syntra.Fhir.CareAware;

namespace Syntra.Cerner.CareAware;

/// <summary>Reads asset events. One message may hold several, of one stream: its numbers tell of gaps as a subscription's do.</summary>
internal static class AssetNotificationReader
{
    /// <summary>Reads one message.</summary>
    /// <exception cref="FhirException">It is no asset event.</exception>
    internal static Notification Read(ReadOnlyMemory<byte> body, MessageContext context)
    {
        var events = AssetEvent.Parse(body);
        var stream = events[0].Stream;
        if (events.Any(e => e.Stream != stream))
        {
            throw new FhirException("$.events", "are of several streams");
        }

        List<NumberedEvent> numbers = [.. events.Where(e => e.Sequence > 0).Select(e => new NumberedEvent(e.Sequence!.Value, e.OccurredAt))];
        return new Notification
        {
            Kind = "asset", Subscription = stream, Events = [.. events.Select(e => EventBuilder.Of(e, context))],
            Observation = stream is null ? null : new Observation { Kind = ObservationKind.Events, HeardAt = context.ReceivedAt, Events = numbers },
        };
    }
}
