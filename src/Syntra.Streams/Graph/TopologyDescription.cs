using System.Text;

namespace Syntra.Streams.Graph;

/// <summary>Writes a topology for people: Kafka Streams' text layout, and Mermaid. The same topology always gives the same text.</summary>
internal static class TopologyDescription
{
    public static string AsText(Topology topology)
    {
        var text = new StringBuilder("Topologies:\n");
        foreach (var sub in topology.SubTopologies)
        {
            text.Append("   Sub-topology: ").Append(sub.Id).Append('\n');
            foreach (var node in sub.Nodes)
            {
                text.Append("    ").Append(Head(node)).Append('\n');
                if (node is not SinkSpec)
                {
                    text.Append("      --> ").Append(Names(node.Children)).Append('\n');
                }

                if (node is not SourceSpec)
                {
                    text.Append("      <-- ").Append(Names(node.Parents)).Append('\n');
                }
            }

            text.Append('\n');
        }

        foreach (var global in topology.Graph.Globals.Values)
        {
            text.Append("   Global table: ").Append(global.StoreName).Append(" (topic: ").Append(global.Topic).Append(")\n");
        }

        return text.ToString();
    }

    public static string AsMermaid(Topology topology)
    {
        var text = new StringBuilder("flowchart TD\n");
        foreach (var sub in topology.SubTopologies)
        {
            text.Append("  subgraph s").Append(sub.Id).Append("[\"Sub-topology ").Append(sub.Id).Append("\"]\n");
            foreach (var node in sub.Nodes)
            {
                text.Append("    ").Append(Id(node.Name)).Append("[\"").Append(node.Name).Append("\"]\n");
            }

            text.Append("  end\n");
        }

        foreach (var node in topology.SubTopologies.SelectMany(s => s.Nodes))
        {
            Edges(text, node);
        }

        foreach (var store in topology.Graph.Stores.Values)
        {
            text.Append("  ").Append(Id("store-" + store.Name)).Append("[(\"").Append(store.Name).Append("\")]\n");
        }

        foreach (var global in topology.Graph.Globals.Values)
        {
            text.Append("  ").Append(Id("topic-" + global.Topic)).Append("([\"").Append(global.Topic).Append("\"]) --> ")
                .Append(Id("store-" + global.StoreName)).Append("[(\"").Append(global.StoreName).Append("\")]\n");
        }

        return text.ToString();
    }

    private static void Edges(StringBuilder text, NodeSpec node)
    {
        foreach (var topic in node is SourceSpec source ? source.Topics : [])
        {
            text.Append("  ").Append(Id("topic-" + topic)).Append("([\"").Append(topic).Append("\"]) --> ").Append(Id(node.Name)).Append('\n');
        }

        foreach (var child in node.Children)
        {
            text.Append("  ").Append(Id(node.Name)).Append(" --> ").Append(Id(child.Name)).Append('\n');
        }

        foreach (var store in node.Stores)
        {
            text.Append("  ").Append(Id(node.Name)).Append(" <-.-> ").Append(Id("store-" + store)).Append('\n');
        }

        if (node is SinkSpec { Topic: { } to })
        {
            text.Append("  ").Append(Id(node.Name)).Append(" --> ").Append(Id("topic-" + to.Name)).Append("([\"").Append(to.Name).Append("\"])\n");
        }
    }

    private static string Head(NodeSpec node) => node switch
    {
        SourceSpec source => $"Source: {node.Name} (topics: [{string.Join(", ", source.Topics)}])",
        SinkSpec sink => $"Sink: {node.Name} (topic: {sink.Topic?.Name ?? "chosen per record"})",
        _ => $"Processor: {node.Name} (stores: [{string.Join(", ", node.Stores)}])",
    };

    private static string Names(IReadOnlyList<NodeSpec> nodes) => nodes.Count == 0 ? "none" : string.Join(", ", nodes.Select(n => n.Name));

    /// <summary>Mermaid ids: letters, digits and underscores; the escape keeps different names different.</summary>
    private static string Id(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"_{(int)c:x2}"));
}
