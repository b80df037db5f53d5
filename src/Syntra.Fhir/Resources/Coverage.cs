using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A patient's insurance.</summary>
public sealed record Coverage : FhirResource
{
    internal Coverage(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Status = node.Text("status");
        Type = node.One("type", CodeableConcept.Read);
        Subscriber = node.One("subscriber", Reference.Read);
        SubscriberId = node.Text("subscriberId");
        Beneficiary = node.One("beneficiary", Reference.Read);
        Relationship = node.One("relationship", CodeableConcept.Read);
        Period = node.One("period", Period.Read);
        Payors = node.Many("payor", Reference.Read);
        Order = node.Integer("order");
    }

    /// <summary>Identifiers.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>active, cancelled, draft or entered-in-error.</summary>
    public string? Status { get; init; }

    /// <summary>Kind.</summary>
    public CodeableConcept? Type { get; init; }

    /// <summary>Who holds the policy.</summary>
    public Reference? Subscriber { get; init; }

    /// <summary>The holder's number.</summary>
    public string? SubscriberId { get; init; }

    /// <summary>Who is insured.</summary>
    public Reference? Beneficiary { get; init; }

    /// <summary>Of the insured to the holder.</summary>
    public CodeableConcept? Relationship { get; init; }

    /// <summary>When.</summary>
    public Period? Period { get; init; }

    /// <summary>Who pays.</summary>
    public IReadOnlyList<Reference> Payors { get; init; }

    /// <summary>Its place among several, from 1.</summary>
    public long? Order { get; init; }
}
