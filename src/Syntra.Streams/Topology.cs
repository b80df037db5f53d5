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

    internal TopologyGraph Graph { get; }

    internal IReadOnlyList<SubTopology> SubTopologies { get; }

    internal IEnumerable<StoreBuilder> StoresOf(SubTopology sub) => sub.Stores.Select(s => Graph.Stores[s]);

    /// <summary>The topology as text, in the layout of Kafka Streams.</summary>
    public string Describe() => TopologyDescription.AsText(this);

    /// <summary>The topology as a Mermaid flow chart.</summary>
    public string DescribeAsMermaid() => TopologyDescription.AsMermaid(this);
}
