using Syntra.Contracts;
using Syntra.Fhir.CareAware;
using Syntra.Fhir.Resources;
using Syntra.Topology.Objects.Domains;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>One state of one source record, read. Lives within one step.</summary>
/// <param name="Resource">The FHIR resource; null for a deletion and for equipment of CareAware's contract.</param>
/// <param name="Asset">The equipment's event; null for FHIR resources.</param>
/// <param name="IsDeleted">The source says that the record is gone.</param>
/// <param name="EventAt">When it happened.</param>
/// <param name="Defaults">The tenant's Fusion.</param>
internal sealed record SourceState(FhirResource? Resource, AssetEvent? Asset, bool IsDeleted, DateTimeOffset EventAt, ObjectDefaults Defaults)
{
    /// <summary>The day of the event, UTC.</summary>
    public DateOnly Day => DateOnly.FromDateTime(EventAt.UtcDateTime);
}

/// <summary>Turns states of one type of source record into objects of one kind. Pure.</summary>
internal interface IObjectMapping
{
    /// <summary>Resource type of <see cref="EventTopics"/>.</summary>
    string Source { get; }

    /// <summary>Kind of object.</summary>
    ObjectKind Kind { get; }

    /// <summary>The objects that are due; not called for deletions, after which nothing is.</summary>
    MappingResult Map(SourceState state);
}
