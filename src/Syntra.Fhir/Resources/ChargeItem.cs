using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A charge. Millennium has its amounts in extensions only; R4's own price elements are read too, for other servers.</summary>
public sealed record ChargeItem : FhirResource
{
    private const string Millennium = "https://fhir-ehr.cerner.com/r4/StructureDefinition/";

    internal ChargeItem(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Status = node.Text("status");
        Code = node.One("code", CodeableConcept.Read);
        Subject = node.One("subject", Reference.Read);
        Context = node.One("context", Reference.Read);
        OccurredAt = node.Time("occurrenceDateTime");
        OccurredDuring = node.One("occurrencePeriod", Period.Read);
        RequestingOrganization = node.One("requestingOrganization", Reference.Read);
        PerformingOrganization = node.One("performingOrganization", Reference.Read);
        CostCenter = node.One("costCenter", Reference.Read);
        Quantity = node.One("quantity", Quantity.Read);
        PriceOverride = node.One("priceOverride", Money.Read);
        FactorOverride = node.Number("factorOverride");
        EnteredAt = node.Time("enteredDate");
        Accounts = node.Many("account", Reference.Read);
    }

    /// <summary>Identifiers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>planned, billable, not-billable, aborted, billed, entered-in-error or unknown.</summary>
    public string? Status { get; init; }

    /// <summary>Bill codes.</summary>
    public CodeableConcept? Code { get; init; }

    /// <summary>The patient.</summary>
    public Reference? Subject { get; init; }

    /// <summary>The encounter.</summary>
    public Reference? Context { get; init; }

    /// <summary>When the service was given.</summary>
    public FhirDateTime? OccurredAt { get; init; }

    /// <summary>When, as a span.</summary>
    public Period? OccurredDuring { get; init; }

    /// <summary>Who asked for it.</summary>
    public Reference? RequestingOrganization { get; init; }

    /// <summary>Who gave it.</summary>
    public Reference? PerformingOrganization { get; init; }

    /// <summary>The cost centre; Millennium does not send one.</summary>
    public Reference? CostCenter { get; init; }

    /// <summary>How many.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>R4's price; Millennium does not send it.</summary>
    public Money? PriceOverride { get; init; }

    /// <summary>R4's factor; Millennium does not send it.</summary>
    public decimal? FactorOverride { get; init; }

    /// <summary>When it was entered.</summary>
    public FhirDateTime? EnteredAt { get; init; }

    /// <summary>Accounts of all kinds, told apart by the first letter of their ids.</summary>
    public IReadOnlyList<Reference> Accounts { get; init; }

    /// <summary>Millennium's price of one.</summary>
    public Money? UnitPrice => Extensions.Find(Millennium + "unit-price")?.Money;

    /// <summary>Millennium's price of all.</summary>
    public Money? NetPrice => Extensions.Find(Millennium + "net-price")?.Money;

    /// <summary>The charge that cancels this one out.</summary>
    public Reference? OffsetBy => Extensions.Find(Millennium + "offset-by")?.Reference;

    /// <summary>The charge whose place this one takes.</summary>
    public Reference? Replacing => Extensions.Find(Millennium + "replacing")?.Reference;
}
