using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A member of staff who takes part in care.</summary>
public sealed record Practitioner : FhirResource
{
    internal Practitioner(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Active = node.Flag("active");
        Names = node.Many("name", HumanName.Read);
        Telecoms = node.Many("telecom", ContactPoint.Read);
        Addresses = node.Many("address", Address.Read);
        Gender = node.Text("gender");
        BirthDate = node.Time("birthDate");
        Qualifications = node.Many("qualification", Qualification.Read);
    }

    /// <summary>NPI and others.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>Whether the record is in use; null counts as in use.</summary>
    public bool? Active { get; init; }

    /// <summary>Names.</summary>
    public IReadOnlyList<HumanName> Names { get; init; }

    /// <summary>Telephone numbers and the like.</summary>
    public IReadOnlyList<ContactPoint> Telecoms { get; init; }

    /// <summary>Addresses.</summary>
    public IReadOnlyList<Address> Addresses { get; init; }

    /// <summary>male, female, other or unknown.</summary>
    public string? Gender { get; init; }

    /// <summary>Date of birth.</summary>
    public FhirDateTime? BirthDate { get; init; }

    /// <summary>Licences and certificates.</summary>
    public IReadOnlyList<Qualification> Qualifications { get; init; }
}

/// <summary>A licence or certificate. R4 has no status of one: suspension shows as an ended period or as an extension.</summary>
public sealed record Qualification : FhirType
{
    /// <summary>Numbers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    /// <summary>What it is.</summary>
    public CodeableConcept? Code { get; init; }

    /// <summary>When it holds.</summary>
    public Period? Period { get; init; }

    /// <summary>Who issued it.</summary>
    public Reference? Issuer { get; init; }

    /// <summary>Extensions of the qualification, a status among them where the server sends one.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    internal static Qualification Read(FhirNode node) => new()
    {
        Identifiers = node.Many("identifier", Identifier.Read), Code = node.One("code", CodeableConcept.Read),
        Period = node.One("period", Period.Read), Issuer = node.One("issuer", Reference.Read), Extensions = node.Many("extension", Extension.Read),
    };
}
