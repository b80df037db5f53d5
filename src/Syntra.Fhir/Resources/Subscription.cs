using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A subscription: R4's own, or R4 with the extensions of the R5 backport.</summary>
public sealed record Subscription : FhirResource
{
    private const string Backport = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    internal Subscription(FhirNode node)
        : base(node)
    {
        Status = node.Text("status");
        End = node.Instant("end");
        Criteria = node.Text("criteria");
        Filters = [.. (node.One("_criteria", Extended)?.Where(e => e.Url == Backport + "filter-criteria").Select(e => e.Text)).OrEmpty()];
        Channel = node.One("channel", SubscriptionChannel.Read);
    }

    /// <summary>requested, active, error or off.</summary>
    public string? Status { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>A search, or with the backport the URL of a topic.</summary>
    public string? Criteria { get; init; }

    /// <summary>The backport's filters.</summary>
    public IReadOnlyList<string> Filters { get; init; }

    /// <summary>Where notifications go.</summary>
    public SubscriptionChannel? Channel { get; init; }

    internal static IReadOnlyList<Extension> Extended(FhirNode node) => node.Many("extension", Extension.Read);

    internal static string Url(string name) => Backport + name;
}

/// <summary>The channel of a subscription.</summary>
public sealed record SubscriptionChannel : FhirType
{
    /// <summary>rest-hook and others.</summary>
    public string? Type { get; init; }

    /// <summary>Where notifications go.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Content type of a payload; null where none is sent.</summary>
    public string? Payload { get; init; }

    /// <summary>empty, id-only or full-resource.</summary>
    public string? Content { get; init; }

    /// <summary>How often a heartbeat comes where nothing else does.</summary>
    public TimeSpan? HeartbeatPeriod { get; init; }

    /// <summary>Most events of one notification.</summary>
    public long? MaxCount { get; init; }

    internal static SubscriptionChannel Read(FhirNode node)
    {
        var extensions = Subscription.Extended(node);
        return new()
        {
            Type = node.Text("type"), Endpoint = node.Text("endpoint"), Payload = node.Text("payload"),
            Content = node.One("_payload", Subscription.Extended)?.Find(Subscription.Url("payload-content"))?.Text,
            HeartbeatPeriod = Count(extensions, "heartbeat-period") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            MaxCount = Count(extensions, "max-count"),
        };
    }

    private static long? Count(IReadOnlyList<Extension> extensions, string name) =>
        uint.TryParse(extensions.Find(Subscription.Url(name))?.Text, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;
}
