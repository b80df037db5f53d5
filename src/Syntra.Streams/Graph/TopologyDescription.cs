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
                text.Append("    ").Append(Head(topology, node)).Append('\n');
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
            Edges(text, topology, node);
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

    private static void Edges(StringBuilder text, Topology topology, NodeSpec node)
    {
        foreach (var topic in node is SourceSpec source ? source.Topics.Select(t => Shown(topology, t)) : [])
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
            var topic = Shown(topology, to.Name);
            text.Append("  ").Append(Id(node.Name)).Append(" --> ").Append(Id("topic-" + topic)).Append("([\"").Append(topic).Append("\"])\n");
        }
    }

    private static string Head(Topology topology, NodeSpec node) => node switch
    {
        SourceSpec source => $"Source: {node.Name} (topics: [{string.Join(", ", source.Topics.Select(t => Shown(topology, t)))}])",
        SinkSpec sink => $"Sink: {node.Name} (topic: {(sink.Topic is { } to ? Shown(topology, to.Name) : "chosen per record")})",
        _ => $"Processor: {node.Name} (stores: [{string.Join(", ", node.Stores)}])",
    };

    /// <summary>A repartition topic is shown with its ending; the application id before it is not known here.</summary>
    private static string Shown(Topology topology, string topic) => topology.Graph.Repartitions.ContainsKey(topic) ? $"{topic}-repartition" : topic;

    private static string Names(IReadOnlyList<NodeSpec> nodes) => nodes.Count == 0 ? "none" : string.Join(", ", nodes.Select(n => n.Name));

    /// <summary>Mermaid ids: letters, digits and underscores; the escape keeps different names different.</summary>
    private static string Id(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"_{(int)c:x2}"));
}
