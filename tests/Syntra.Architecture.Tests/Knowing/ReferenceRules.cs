using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Knowing;

/// <summary>
/// Which project may reference which. A row lists everything that a project may name, so that a new edge is a decision
/// made here; a project without a row may only be one that composes.
/// </summary>
internal static class ReferenceRules
{
    private const string Composer = "Syntra.Cli";

    private static readonly string[] Engine =
        ["Syntra.Streams", "Syntra.Streams.Testing", "Syntra.Avro", "Syntra.Avro.Generator", "Syntra.Kafka.Embedded"];

    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Syntra.Avro"] = [],
        ["Syntra.Avro.Generator"] = [],
        ["Syntra.Phi.Analyzers"] = [],
        ["Syntra.Kafka.Embedded"] = ["Syntra.Avro"],
        ["Syntra.Streams"] = ["Syntra.Avro"],
        ["Syntra.Streams.Testing"] = ["Syntra.Streams", "Syntra.Avro"],
        ["Syntra.Contracts"] = ["Syntra.Avro", "Syntra.Avro.Generator"],
        ["Syntra.Governance"] = ["Syntra.Avro", "Syntra.Contracts"],
        // FHIR is read by sources, which receive it, and by the topology, which maps it; the reader knows neither.
        ["Syntra.Fhir"] = [],
        ["Syntra.Topology"] = ["Syntra.Streams", "Syntra.Avro", "Syntra.Contracts", "Syntra.Governance", "Syntra.Fhir"],
        // The model test of corrections: plays the product's own poller, topology and delivery without a broker, so it has to know all three.
        ["Syntra.Simulation"] =
            ["Syntra.Streams", "Syntra.Streams.Testing", "Syntra.Avro", "Syntra.Contracts", "Syntra.Governance", "Syntra.Topology", "Syntra.Cerner", "Syntra.Fusion"],
        // Both sides of the wire, and nothing of what it simulates for.
        ["Syntra.Sandbox"] = ["Syntra.Avro", "Syntra.Contracts", "Syntra.Governance"],
    };

    // What every source and every sink may know: the contracts, the wire, and governance. Never one another.
    private static readonly string[] Connector = ["Syntra.Avro", "Syntra.Contracts", "Syntra.Governance", "Syntra.Streams", "Syntra.Fhir"];

    public static IEnumerable<string> Check(IEnumerable<ProjectFile> projects) =>
        projects.Where(p => p.IsProduct && p.Name != Composer).SelectMany(Check);

    /// <summary>Parts of the engine show their internals to tests and benchmarks, not to each other or to us.</summary>
    public static IEnumerable<string> CheckFriends(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where Engine.Contains(project.Name)
        from friend in project.Friends
        where !friend.EndsWith(".Tests", StringComparison.Ordinal) && !friend.StartsWith("Syntra.Bench", StringComparison.Ordinal)
            && friend != project.Name + ".Testing"
        select $"{project.Path}: shows its internals to {friend}; only its tests and its testing library may see them";

    private static IEnumerable<string> Check(ProjectFile project)
    {
        var isConnector = project.Path.StartsWith("connectors/", StringComparison.Ordinal);
        if (!MayReference.TryGetValue(project.Name, out var allowed))
        {
            if (!isConnector)
            {
                return [$"{project.Path}: has no row in ReferenceRules; say there what it may know"];
            }

            allowed = Connector;
        }

        return project.References.Where(r => !allowed.Contains(r))
            .Select(r => $"{project.Path}: may not reference {r} (only {Composer} composes); allowed: {string.Join(", ", allowed)}");
    }
}
