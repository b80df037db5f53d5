using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A patient. One that was combined into another is inactive and has a link <c>replaced-by</c>.</summary>
public sealed record Patient : FhirResource
{
    internal Patient(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Active = node.Flag("active");
        Names = node.Many("name", HumanName.Read);
        Telecoms = node.Many("telecom", ContactPoint.Read);
        Gender = node.Text("gender");
        BirthDate = node.Time("birthDate");
        Deceased = node.Flag("deceasedBoolean") ?? (node.Has("deceasedDateTime") ? true : null);
        DeceasedAt = node.Time("deceasedDateTime");
        Addresses = node.Many("address", Address.Read);
        ManagingOrganization = node.One("managingOrganization", Reference.Read);
        Links = node.Many("link", PatientLink.Read);
    }

    /// <summary>MRN and others.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>Whether the record is in use; null counts as in use.</summary>
    public bool? Active { get; init; }

    /// <summary>Names.</summary>
    public IReadOnlyList<HumanName> Names { get; init; }

    /// <summary>Telephone numbers and the like.</summary>
    public IReadOnlyList<ContactPoint> Telecoms { get; init; }

    /// <summary>male, female, other or unknown.</summary>
    public string? Gender { get; init; }

    /// <summary>Date of birth.</summary>
    public FhirDateTime? BirthDate { get; init; }

    /// <summary>Whether dead; null where nothing is said.</summary>
    public bool? Deceased { get; init; }

    /// <summary>When, where it is said.</summary>
    public FhirDateTime? DeceasedAt { get; init; }

    /// <summary>Addresses.</summary>
    public IReadOnlyList<Address> Addresses { get; init; }

    /// <summary>The organization that keeps the record.</summary>
    public Reference? ManagingOrganization { get; init; }

    /// <summary>Links to other records of the same person.</summary>
    public IReadOnlyList<PatientLink> Links { get; init; }

    /// <summary>The record that took this one's place; null where none did.</summary>
    public Reference? ReplacedBy => Links.FirstOrDefault(l => l.Type == "replaced-by")?.Other;
}

/// <summary>A link to another record of the same person.</summary>
public sealed record PatientLink : FhirType
{
    /// <summary>The other record.</summary>
    public Reference? Other { get; init; }

    /// <summary>replaced-by, replaces, refer or seealso.</summary>
    public string? Type { get; init; }

    internal static PatientLink Read(FhirNode node) => new() { Other = node.One("other", Reference.Read), Type = node.Text("type") };
}
