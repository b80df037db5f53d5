namespace Syntra.Contracts;

/// <summary>
/// Logical names, without the tenant, of the topics of events: what their seals are bound to. A name that was sealed with stays for ever.
/// </summary>
public static class EventTopics
{
    /// <summary>Values of <see cref="TopicNames.RawAsset"/>.</summary>
    public const string RawAsset = "raw.careaware.asset";

    /// <summary>Values of <see cref="TopicNames.Backfill"/>.</summary>
    public const string Backfill = "backfill";

    /// <summary>Resource type that stands for a piece of capital equipment of CareAware's contract.</summary>
    public const string Asset = "Asset";

    /// <summary>FHIR resource types that have a raw topic.</summary>
    public static IReadOnlyList<string> ResourceTypes { get; } =
    [
        "Account", "ChargeItem", "Coverage", "Device", "Encounter", "Location", "Organization", "Patient", "Practitioner", "PractitionerRole", "SupplyRequest",
    ];

    /// <summary>Values of <see cref="TopicNames.RawFhir"/>.</summary>
    /// <param name="resourceType">One of <see cref="ResourceTypes"/>.</param>
    public static string RawFhir(string resourceType) => "raw.fhir." + resourceType.ToLowerInvariant();

    /// <summary>The topic of a resource type, <see cref="Asset"/> included.</summary>
    public static string Raw(string resourceType) => string.Equals(resourceType, Asset, StringComparison.Ordinal) ? RawAsset : RawFhir(resourceType);
}
