using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A hospital, a department, a payer: anything that is organised.</summary>
public sealed record Organization : FhirResource
{
    internal Organization(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Active = node.Flag("active");
        Types = node.Many("type", CodeableConcept.Read);
        Name = node.Text("name");
        Aliases = node.Texts("alias");
        Telecoms = node.Many("telecom", ContactPoint.Read);
        Addresses = node.Many("address", Address.Read);
        PartOf = node.One("partOf", Reference.Read);
    }

    /// <summary>Identifiers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>Whether it is in use; null counts as in use.</summary>
    public bool? Active { get; init; }

    /// <summary>Kinds: prov, dept, ins and so on.</summary>
    public IReadOnlyList<CodeableConcept> Types { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Telephone numbers and the like.</summary>
    public IReadOnlyList<ContactPoint> Telecoms { get; init; }

    /// <summary>Addresses.</summary>
    public IReadOnlyList<Address> Addresses { get; init; }

    /// <summary>The organization above it: the hierarchy.</summary>
    public Reference? PartOf { get; init; }
}
