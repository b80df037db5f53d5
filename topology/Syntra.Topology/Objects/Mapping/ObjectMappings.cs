using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>Every mapping there is. A new domain adds its own here and a line to tiers.yaml.</summary>
internal static class ObjectMappings
{
    public static IReadOnlyList<IObjectMapping> All { get; } =
    [
        new EncounterCustomer(), new PatientCustomer(), new EquipmentAsset(), new DeviceAsset(), new PractitionerCredential(),
        new RoleAssignment(), new LocationCostCenter(), new LocationHierarchy(), new SupplyRequisition(),
    ];

    /// <summary>The mapping of a domain; null where there is none.</summary>
    public static IObjectMapping? Of(string source, ObjectKind kind) => All.FirstOrDefault(m => m.Source == source && m.Kind == kind);

    /// <summary>The mapping of a domain.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IObjectMapping Of(ObjectDomain domain) =>
        Of(domain.Source, domain.Kind) ?? throw new ArgumentException($"Domain {domain.Name}: {domain.Source} is not mapped to {domain.Kind}.");
}
