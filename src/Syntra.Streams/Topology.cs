using Syntra.Streams.Graph;
using Syntra.Streams.State;

namespace Syntra.Streams;

/// <summary>A finished topology: immutable, run by <c>StreamsApplication</c> or by the test driver.</summary>
public sealed class Topology
{
    internal Topology(TopologyGraph graph)
    {
        Graph = graph;
        SubTopologies = SubTopology.Split(graph);
        foreach (var store in SubTopologies.SelectMany(s => s.Stores).Where(s => !graph.Stores.ContainsKey(s)))
        {
            throw new TopologyException($"A processor uses store {store}, which was never added: call AddStateStore, or correct the name.");
        }
    }

    /// <summary>Topics of others that tasks read and whose offsets the group commits; neither global tables nor repartition topics.</summary>
    public IReadOnlyList<string> InputTopics =>
        [.. SubTopologies.SelectMany(s => s.Sources).SelectMany(s => s.Topics).Where(t => !Graph.Repartitions.ContainsKey(t)).Distinct(StringComparer.Ordinal)];

    /// <summary>Names of the stores that have a changelog.</summary>
    public IReadOnlyList<string> LoggedStores => [.. SubTopologies.SelectMany(StoresOf).Where(s => s.HasChangelog).Select(s => s.Name).Distinct(StringComparer.Ordinal)];

    internal TopologyGraph Graph { get; }

    internal IReadOnlyList<SubTopology> SubTopologies { get; }

    internal IEnumerable<StoreBuilder> StoresOf(SubTopology sub) => sub.Stores.Select(s => Graph.Stores[s]);

    /// <summary>The topology as text, in the layout of Kafka Streams.</summary>
    public string Describe() => TopologyDescription.AsText(this);

    /// <summary>The topology as a Mermaid flow chart.</summary>
    public string DescribeAsMermaid() => TopologyDescription.AsMermaid(this);
}
