using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>
/// A visit or a stay. On Millennium one that was combined into another has status <c>unknown</c>, nothing else, and
/// <see cref="PartOf"/> the one that survives.
/// </summary>
public sealed record Encounter : FhirResource
{
    internal Encounter(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        Status = node.Text("status");
        Class = node.One("class", Coding.Read);
        Types = node.Many("type", CodeableConcept.Read);
        ServiceType = node.One("serviceType", CodeableConcept.Read);
        Priority = node.One("priority", CodeableConcept.Read);
        Subject = node.One("subject", Reference.Read);
        Participants = node.Many("participant", EncounterParticipant.Read);
        Period = node.One("period", Period.Read);
        Accounts = node.Many("account", Reference.Read);
        Locations = node.Many("location", EncounterLocation.Read);
        ServiceProvider = node.One("serviceProvider", Reference.Read);
        PartOf = node.One("partOf", Reference.Read);
    }

    /// <summary>FIN and others.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>planned, arrived, triaged, in-progress, onleave, finished, cancelled, entered-in-error or unknown.</summary>
    public string? Status { get; init; }

    /// <summary>AMB, EMER, IMP and so on of v3-ActCode.</summary>
    public Coding? Class { get; init; }

    /// <summary>Kinds.</summary>
    public IReadOnlyList<CodeableConcept> Types { get; init; }

    /// <summary>The service.</summary>
    public CodeableConcept? ServiceType { get; init; }

    /// <summary>How urgent.</summary>
    public CodeableConcept? Priority { get; init; }

    /// <summary>The patient.</summary>
    public Reference? Subject { get; init; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<EncounterParticipant> Participants { get; init; }

    /// <summary>From admission to discharge.</summary>
    public Period? Period { get; init; }

    /// <summary>Accounts billed.</summary>
    public IReadOnlyList<Reference> Accounts { get; init; }

    /// <summary>Where the patient is and was.</summary>
    public IReadOnlyList<EncounterLocation> Locations { get; init; }

    /// <summary>The facility.</summary>
    public Reference? ServiceProvider { get; init; }

    /// <summary>The encounter that this one belongs to; on Millennium the one that it was combined into.</summary>
    public Reference? PartOf { get; init; }
}

/// <summary>Someone who takes part in an encounter.</summary>
public sealed record EncounterParticipant : FhirType
{
    /// <summary>Roles.</summary>
    public IReadOnlyList<CodeableConcept> Types { get; init; } = [];

    /// <summary>When.</summary>
    public Period? Period { get; init; }

    /// <summary>Who.</summary>
    public Reference? Individual { get; init; }

    internal static EncounterParticipant Read(FhirNode node) => new()
    {
        Types = node.Many("type", CodeableConcept.Read), Period = node.One("period", Period.Read), Individual = node.One("individual", Reference.Read),
    };
}

/// <summary>A place of an encounter.</summary>
public sealed record EncounterLocation : FhirType
{
    /// <summary>The place.</summary>
    public Reference? Location { get; init; }

    /// <summary>planned, active, reserved or completed.</summary>
    public string? Status { get; init; }

    /// <summary>When.</summary>
    public Period? Period { get; init; }

    internal static EncounterLocation Read(FhirNode node) => new()
    {
        Location = node.One("location", Reference.Read), Status = node.Text("status"), Period = node.One("period", Period.Read),
    };
}
