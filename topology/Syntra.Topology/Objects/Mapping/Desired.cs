using Syntra.Contracts;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>One object as a source record says that it shall be.</summary>
/// <param name="Suffix">Tells the objects of one record apart; empty for its main one.</param>
/// <param name="Operation">What shall happen.</param>
internal sealed record DesiredObject(string Suffix, ObjectOperation Operation)
{
    public DateOnly? EffectiveDate { get; init; }

    public LaterChanges LaterChanges { get; init; } = LaterChanges.Keep;

    public string? Facility { get; init; }

    public CustomerPayload? Customer { get; init; }

    public AssetPayload? Asset { get; init; }

    public CredentialPayload? Credential { get; init; }

    public AssignmentPayload? Assignment { get; init; }

    public CostCenterPayload? CostCenter { get; init; }

    public HierarchyPayload? Hierarchy { get; init; }

    public RequisitionPayload? Requisition { get; init; }
}

/// <summary>What a mapping makes of one state of a source record.</summary>
internal abstract record MappingResult
{
    private MappingResult()
    {
    }

    /// <summary>All objects that are due for the record; those that stand and are not named here end. None where nothing is due.</summary>
    public sealed record Objects(IReadOnlyList<DesiredObject> Desired) : MappingResult;

    /// <summary>This state cannot go on.</summary>
    public sealed record Refused(Reason Reason) : MappingResult;

    public static Objects Nothing { get; } = new([]);

    public static Objects One(DesiredObject desired) => new([desired]);
}
