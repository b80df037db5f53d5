using Syntra.Streams.State;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Graph;

/// <summary>Everything that a builder declared, in order of declaration. Names are unique; mistakes are refused when they are made.</summary>
internal sealed class TopologyGraph
{
    private readonly Dictionary<string, NodeSpec> _byName = new(StringComparer.Ordinal);
    private int _index;

    public List<NodeSpec> Nodes { get; } = [];

    public Dictionary<string, StoreBuilder> Stores { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, GlobalTableSpec> Globals { get; } = new(StringComparer.Ordinal);

    /// <summary>Internal repartition topics and the partition counts asked for (null: as many as the source's).</summary>
    public Dictionary<string, int?> Repartitions { get; } = new(StringComparer.Ordinal);

    /// <summary>Groups of source nodes whose topics must have the same number of partitions.</summary>
    public List<IReadOnlyList<NodeSpec>> CoPartitioned { get; } = [];

    /// <summary>A node name in Kafka Streams' style: prefix and ten digits.</summary>
    public string NextName(string prefix) => $"{prefix}-{_index++:D10}";

    public TSpec Add<TSpec>(TSpec spec)
        where TSpec : NodeSpec
    {
        Naming.Check(spec.Name);
        if (!_byName.TryAdd(spec.Name, spec))
        {
            throw new TopologyException($"Two nodes are named {spec.Name}; give one of them another name.");
        }

        if (spec is SourceSpec source)
        {
            CheckTopics(source);
        }

        Nodes.Add(spec);
        return spec;
    }

    public void AddStore(StoreBuilder store)
    {
        if (Globals.ContainsKey(store.Name) || !Stores.TryAdd(store.Name, store))
        {
            throw new TopologyException($"Two stores are named {store.Name}; give one of them another name.");
        }
    }

    public void AddGlobal(GlobalTableSpec table)
    {
        if (Stores.ContainsKey(table.StoreName) || !Globals.TryAdd(table.StoreName, table))
        {
            throw new TopologyException($"Two stores are named {table.StoreName}; give one of them another name.");
        }
    }

    public void Connect(NodeSpec node, IEnumerable<string> stores)
    {
        foreach (var store in stores)
        {
            if (!Globals.ContainsKey(store) && !node.Stores.Contains(store))
            {
                node.Stores.Add(store);
            }
        }
    }

    private void CheckTopics(SourceSpec source)
    {
        foreach (var topic in source.Topics)
        {
            Naming.Check(topic);
            var other = Nodes.OfType<SourceSpec>().FirstOrDefault(s => s.Topics.Contains(topic));
            if (other is not null)
            {
                throw new TopologyException($"Topic {topic} is read by {other.Name} already; use that stream twice instead of reading the topic twice.");
            }
        }
    }
}

/// <summary>A topology that cannot run: the message says what is wrong with it and what to change.</summary>
public sealed class TopologyException : Exception
{
    /// <summary>A mistake without details.</summary>
    public TopologyException()
    {
    }

    /// <summary>A mistake, and what to change.</summary>
    public TopologyException(string message)
        : base(message)
    {
    }

    /// <summary>A mistake, and what caused it.</summary>
    public TopologyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
