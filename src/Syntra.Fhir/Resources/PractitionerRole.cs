using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>What a practitioner does for an organization, where and when.</summary>
public sealed record PractitionerRole : FhirResource
{
    internal PractitionerRole(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Active = node.Flag("active");
        Period = node.One("period", Period.Read);
        Practitioner = node.One("practitioner", Reference.Read);
        Organization = node.One("organization", Reference.Read);
        Codes = node.Many("code", CodeableConcept.Read);
        Specialties = node.Many("specialty", CodeableConcept.Read);
        Locations = node.Many("location", Reference.Read);
    }

    /// <summary>Identifiers of the role.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>Whether it is in use; null counts as in use.</summary>
    public bool? Active { get; init; }

    /// <summary>When it holds.</summary>
    public Period? Period { get; init; }

    /// <summary>Who.</summary>
    public Reference? Practitioner { get; init; }

    /// <summary>For whom.</summary>
    public Reference? Organization { get; init; }

    /// <summary>Roles.</summary>
    public IReadOnlyList<CodeableConcept> Codes { get; init; }

    /// <summary>Specialties.</summary>
    public IReadOnlyList<CodeableConcept> Specialties { get; init; }

    /// <summary>Where.</summary>
    public IReadOnlyList<Reference> Locations { get; init; }
}
