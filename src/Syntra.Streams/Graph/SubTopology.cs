namespace Syntra.Streams.Graph;

/// <summary>Nodes that are connected by records or by shared stores; runs as one task per partition.</summary>
internal sealed record SubTopology(int Id, IReadOnlyList<NodeSpec> Nodes)
{
    public IEnumerable<SourceSpec> Sources => Nodes.OfType<SourceSpec>();

    public IEnumerable<string> Stores => Nodes.SelectMany(n => n.Stores).Distinct(StringComparer.Ordinal);

    /// <summary>Splits a graph: two nodes belong together when one feeds the other or both use a store.</summary>
    public static IReadOnlyList<SubTopology> Split(TopologyGraph graph)
    {
        var group = graph.Nodes.ToDictionary(n => n, n => n);
        NodeSpec Root(NodeSpec node)
        {
            while (group[node] != node)
            {
                node = group[node] = group[group[node]];
            }

            return node;
        }

        var storeOwner = new Dictionary<string, NodeSpec>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            foreach (var child in node.Children)
            {
                group[Root(child)] = Root(node);
            }

            foreach (var store in node.Stores)
            {
                group[Root(storeOwner.TryGetValue(store, out var owner) ? owner : storeOwner[store] = node)] = Root(node);
            }
        }

        return [.. graph.Nodes.GroupBy(Root).Select((nodes, id) => new SubTopology(id, [.. nodes]))];
    }
}
