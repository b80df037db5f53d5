using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A place: a site, a building, a ward, a room, a bed.</summary>
public sealed record Location : FhirResource
{
    internal Location(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Status = node.Text("status");
        Name = node.Text("name");
        Mode = node.Text("mode");
        Types = node.Many("type", CodeableConcept.Read);
        Address = node.One("address", Address.Read);
        PhysicalType = node.One("physicalType", CodeableConcept.Read);
        ManagingOrganization = node.One("managingOrganization", Reference.Read);
        PartOf = node.One("partOf", Reference.Read);
    }

    /// <summary>Identifiers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>active, suspended or inactive.</summary>
    public string? Status { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>instance or kind.</summary>
    public string? Mode { get; init; }

    /// <summary>Kinds.</summary>
    public IReadOnlyList<CodeableConcept> Types { get; init; }

    /// <summary>Address.</summary>
    public Address? Address { get; init; }

    /// <summary>si, bu, wa, ro, bd and so on.</summary>
    public CodeableConcept? PhysicalType { get; init; }

    /// <summary>Who runs it.</summary>
    public Reference? ManagingOrganization { get; init; }

    /// <summary>The place that it is in.</summary>
    public Reference? PartOf { get; init; }
}
