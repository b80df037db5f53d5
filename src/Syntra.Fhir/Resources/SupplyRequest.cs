using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A request for supplies.</summary>
public sealed record SupplyRequest : FhirResource
{
    internal SupplyRequest(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Status = node.Text("status");
        Category = node.One("category", CodeableConcept.Read);
        Priority = node.Text("priority");
        Item = node.One("itemCodeableConcept", CodeableConcept.Read);
        ItemReference = node.One("itemReference", Reference.Read);
        Quantity = node.One("quantity", Quantity.Read);
        NeededAt = node.Time("occurrenceDateTime");
        NeededDuring = node.One("occurrencePeriod", Period.Read);
        AuthoredOn = node.Time("authoredOn");
        Requester = node.One("requester", Reference.Read);
        Suppliers = node.Many("supplier", Reference.Read);
        DeliverFrom = node.One("deliverFrom", Reference.Read);
        DeliverTo = node.One("deliverTo", Reference.Read);
    }

    /// <summary>Identifiers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>draft, active, suspended, cancelled, completed, entered-in-error or unknown.</summary>
    public string? Status { get; init; }

    /// <summary>central, nonstock and so on.</summary>
    public CodeableConcept? Category { get; init; }

    /// <summary>routine, urgent, asap or stat.</summary>
    public string? Priority { get; init; }

    /// <summary>What, by code.</summary>
    public CodeableConcept? Item { get; init; }

    /// <summary>What, by reference.</summary>
    public Reference? ItemReference { get; init; }

    /// <summary>How many.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>When it is needed.</summary>
    public FhirDateTime? NeededAt { get; init; }

    /// <summary>When it is needed, as a span.</summary>
    public Period? NeededDuring { get; init; }

    /// <summary>When it was asked for.</summary>
    public FhirDateTime? AuthoredOn { get; init; }

    /// <summary>Who asks.</summary>
    public Reference? Requester { get; init; }

    /// <summary>Who may supply.</summary>
    public IReadOnlyList<Reference> Suppliers { get; init; }

    /// <summary>Where from.</summary>
    public Reference? DeliverFrom { get; init; }

    /// <summary>Where to.</summary>
    public Reference? DeliverTo { get; init; }
}
