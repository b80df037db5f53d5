using System.Globalization;
using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>
/// State of a subscription, the first entry of every notification of the R5 backport: the resource SubscriptionStatus (R4B), or in R4
/// a Parameters of the same content (<see cref="From"/>).
/// </summary>
public sealed record SubscriptionStatus : FhirResource
{
    internal SubscriptionStatus(FhirNode node)
        : base(node)
    {
        Status = node.Text("status");
        Kind = node.Text("type");
        EventsSinceStart = node.Integer("eventsSinceSubscriptionStart");
        Events = node.Many("notificationEvent", NotificationEvent.Read);
        Subscription = node.One("subscription", Reference.Read);
        Topic = node.Text("topic");
        HasErrors = node.Has("error");
    }

    private SubscriptionStatus(Parameters parameters)
        : base(parameters.ResourceType, parameters.Id, parameters.Meta)
    {
    }

    /// <summary>requested, active, error, off or entered-in-error.</summary>
    public string? Status { get; init; }

    /// <summary>handshake, heartbeat, event-notification, query-status or query-event.</summary>
    public string? Kind { get; init; }

    /// <summary>Events since the subscription was made, those of this notification included.</summary>
    public long? EventsSinceStart { get; init; }

    /// <summary>The events.</summary>
    public IReadOnlyList<NotificationEvent> Events { get; init; } = [];

    /// <summary>Which subscription.</summary>
    public Reference? Subscription { get; init; }

    /// <summary>Canonical URL of its topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether the server reports errors of the subscription.</summary>
    public bool HasErrors { get; init; }

    /// <summary>Reads the R4 form.</summary>
    /// <exception cref="FhirException">A value has the wrong form.</exception>
    public static SubscriptionStatus From(Parameters parameters)
    {
        string? Text(string name) => parameters.Items.FirstOrDefault(p => p.Name == name)?.Text;
        return new SubscriptionStatus(parameters)
        {
            Status = Text("status"),
            Kind = Text("type"),
            EventsSinceStart = ParameterValues.Integer(Text("events-since-subscription-start"), "events-since-subscription-start"),
            Events = [.. parameters.Items.Where(p => p.Name == "notification-event").Select(NotificationEvent.From)],
            Subscription = ParameterValues.Reference(parameters.Items, "subscription"),
            Topic = Text("topic"),
            HasErrors = parameters.Items.Any(p => p.Name == "error"),
        };
    }

    /// <summary>The status of either form; null where the resource is neither.</summary>
    /// <exception cref="FhirException">A value has the wrong form.</exception>
    public static SubscriptionStatus? Of(FhirResource? resource) => resource switch
    {
        SubscriptionStatus status => status,
        Parameters parameters when parameters.Items.Any(p => p.Name == "subscription") => From(parameters),
        _ => null,
    };
}

/// <summary>One event of a notification.</summary>
public sealed record NotificationEvent : FhirType
{
    /// <summary>Number within the subscription, from 1.</summary>
    public long? Number { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What it is about.</summary>
    public Reference? Focus { get; init; }

    /// <summary>What goes with it.</summary>
    public IReadOnlyList<Reference> AdditionalContext { get; init; } = [];

    /// <summary>Element id; some senders put the event's own id there.</summary>
    public string? Id { get; init; }

    internal static NotificationEvent Read(FhirNode node) => new()
    {
        Number = node.Integer("eventNumber"), Timestamp = node.Instant("timestamp"), Focus = node.One("focus", Reference.Read),
        AdditionalContext = node.Many("additionalContext", Reference.Read), Id = node.Text("id"),
    };

    internal static NotificationEvent From(Parameter parameter)
    {
        string? Text(string name) => parameter.Parts.FirstOrDefault(p => p.Name == name)?.Text;
        return new()
        {
            Number = ParameterValues.Integer(Text("event-number"), "event-number"),
            Timestamp = ParameterValues.Instant(Text("timestamp"), "timestamp"),
            Focus = ParameterValues.Reference(parameter.Parts, "focus"),
            AdditionalContext = [.. parameter.Parts.Where(p => p.Name == "additional-context").Select(p => p.Reference).OfType<Reference>()],
        };
    }
}

/// <summary>Values of parameters that have a form of their own.</summary>
internal static class ParameterValues
{
    internal static long? Integer(string? text, string name) => text is null
        ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FhirException("Parameters." + name, "should be a whole number");

    internal static DateTimeOffset? Instant(string? text, string name) => text is null
        ? null
        : FhirDateTime.TryParse(text, out var time) && time.Instant is { } instant ? instant : throw new FhirException("Parameters." + name, "should be an instant with an offset");

    internal static Reference? Reference(IEnumerable<Parameter> parameters, string name) =>
        parameters.FirstOrDefault(p => p.Name == name) is { } found ? found.Reference ?? (found.Text is { } text ? Types.Reference.Parse(text) : null) : null;
}
