using Syntra.Contracts;
using Syntra.Topology.Objects.Mapping;

namespace Syntra.Topology.Objects.Domains;

/// <summary>What can be a line of tiers.yaml.</summary>
public static class ObjectDomains
{
    /// <summary>Whether there is a mapping from these resources to this kind of object.</summary>
    public static bool IsMapped(string source, ObjectKind kind) => ObjectMappings.Of(source, kind) is not null;

    /// <summary>Every pair of resource type and kind that is mapped.</summary>
    public static IReadOnlyList<(string Source, ObjectKind Kind)> Mapped { get; } = [.. ObjectMappings.All.Select(m => (m.Source, m.Kind))];
}
