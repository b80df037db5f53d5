using Syntra.Contracts;
using Syntra.Fhir.Resources;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>A location with a cost centre becomes a value of the cost centre segment; others are no cost centres.</summary>
internal sealed class LocationCostCenter : IObjectMapping
{
    private const int LongestDescription = 240;

    public string Source => "Location";

    public ObjectKind Kind => ObjectKind.CostCenter;

    public MappingResult Map(SourceState state)
    {
        var location = (Location)state.Resource!;
        return Texts.In(location.Identifiers, state.Defaults.CostCenterSystem) is not { } value
            ? MappingResult.Nothing
            : MappingResult.One(new DesiredObject("", ObjectOperation.Upsert)
            {
                Facility = Texts.Facility(location.ManagingOrganization),
                CostCenter = new CostCenterPayload
                {
                    ValueSet = state.Defaults.ValueSet, Value = value, Description = Texts.Cut(location.Name, LongestDescription) ?? value,
                    Enabled = location.Status is null or "active",
                },
            });
    }
}

/// <summary>Where a cost centre stands in the hierarchy: under the cost centre of the location that it is part of.</summary>
internal sealed class LocationHierarchy : IObjectMapping
{
    public string Source => "Location";

    public ObjectKind Kind => ObjectKind.CostCenterHierarchy;

    public MappingResult Map(SourceState state)
    {
        var location = (Location)state.Resource!;
        if (Texts.In(location.Identifiers, state.Defaults.CostCenterSystem) is not { } value)
        {
            return MappingResult.Nothing;
        }

        var parent = location.PartOf?.Identifier is { } identifier && identifier.System == state.Defaults.CostCenterSystem ? identifier.Value : null;
        if (location.PartOf is not null && parent is null)
        {
            return new MappingResult.Refused(ObjectReasons.NoParentCostCenter);
        }

        return MappingResult.One(new DesiredObject("", ObjectOperation.Upsert)
        {
            Facility = Texts.Facility(location.ManagingOrganization),
            Hierarchy = new HierarchyPayload { ValueSet = state.Defaults.ValueSet, Tree = state.Defaults.Tree, TreeVersion = state.Defaults.TreeVersion, Value = value, Parent = parent, Depth = parent is null ? 1 : 2 },
        });
    }
}
