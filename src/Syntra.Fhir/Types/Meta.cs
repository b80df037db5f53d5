using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>What a server says of a resource's version.</summary>
public sealed record Meta : FhirType
{
    /// <summary>The version; on Millennium a small counter.</summary>
    public string? VersionId { get; init; }

    /// <summary>When the version came about.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>Profiles claimed.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    internal static Meta Read(FhirNode node) => new() { VersionId = node.Text("versionId"), LastUpdated = node.Instant("lastUpdated"), Profiles = node.Texts("profile") };
}
