using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>An account of a patient, a guarantor or a payer.</summary>
public sealed record Account : FhirResource
{
    private const string BalanceExtension = "account-balance";

    internal Account(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Status = node.Text("status");
        Type = node.One("type", CodeableConcept.Read);
        Name = node.Text("name");
        Subjects = node.Many("subject", Reference.Read);
        ServicePeriod = node.One("servicePeriod", Period.Read);
        Coverages = node.Many("coverage", AccountCoverage.Read);
        Owner = node.One("owner", Reference.Read);
        Guarantors = node.Many("guarantor", AccountGuarantor.Read);
        PartOf = node.One("partOf", Reference.Read);
    }

    /// <summary>Identifiers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>active, inactive, entered-in-error, on-hold or unknown.</summary>
    public string? Status { get; init; }

    /// <summary>charge-group, financial-account, guarantor-balance, insurance-balance or statement on Millennium.</summary>
    public CodeableConcept? Type { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Whose it is.</summary>
    public IReadOnlyList<Reference> Subjects { get; init; }

    /// <summary>When it gathers charges.</summary>
    public Period? ServicePeriod { get; init; }

    /// <summary>Who pays, in order.</summary>
    public IReadOnlyList<AccountCoverage> Coverages { get; init; }

    /// <summary>Who keeps it.</summary>
    public Reference? Owner { get; init; }

    /// <summary>Who answers for it.</summary>
    public IReadOnlyList<AccountGuarantor> Guarantors { get; init; }

    /// <summary>The account above it.</summary>
    public Reference? PartOf { get; init; }

    /// <summary>Millennium's balance, exact though it is written as a string.</summary>
    public Money? Balance => Extensions.FirstOrDefault(e => e.Url.EndsWith("/" + BalanceExtension, StringComparison.Ordinal))?.Money;
}

/// <summary>A coverage of an account.</summary>
public sealed record AccountCoverage : FhirType
{
    /// <summary>The coverage.</summary>
    public Reference? Coverage { get; init; }

    /// <summary>Its place in the order, from 1.</summary>
    public long? Priority { get; init; }

    internal static AccountCoverage Read(FhirNode node) => new() { Coverage = node.One("coverage", Reference.Read), Priority = node.Integer("priority") };
}

/// <summary>A guarantor of an account.</summary>
public sealed record AccountGuarantor : FhirType
{
    /// <summary>Who.</summary>
    public Reference? Party { get; init; }

    /// <summary>Whether on hold.</summary>
    public bool? OnHold { get; init; }

    /// <summary>When.</summary>
    public Period? Period { get; init; }

    internal static AccountGuarantor Read(FhirNode node) => new()
    {
        Party = node.One("party", Reference.Read), OnHold = node.Flag("onHold"), Period = node.One("period", Period.Read),
    };
}
