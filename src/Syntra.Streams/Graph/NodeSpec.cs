using Syntra.Streams.Runtime;

namespace Syntra.Streams.Graph;

/// <summary>A node of a topology as it was declared: its name, its neighbours, its stores. Tasks build their own instances from it.</summary>
internal abstract class NodeSpec(string name)
{
    private readonly List<NodeSpec> _children = [];
    private readonly List<NodeSpec> _parents = [];

    public string Name => name;

    public IReadOnlyList<NodeSpec> Children => _children;

    public IReadOnlyList<NodeSpec> Parents => _parents;

    public List<string> Stores { get; } = [];

    protected void Link(NodeSpec child)
    {
        _children.Add(child);
        child._parents.Add(this);
    }
}

/// <summary>The side of a node that takes records in.</summary>
internal interface IInput<TKey, TValue>
{
    NodeSpec Spec { get; }

    Node<TKey, TValue> Build(NodeSet nodes);
}

/// <summary>The side of a node that sends records on.</summary>
internal interface IOutput<TKey, TValue>
{
    NodeSpec Spec { get; }

    void Connect(IInput<TKey, TValue> child);
}

/// <summary>The nodes of one task while it is being built: a node with two parents is built once.</summary>
internal sealed class NodeSet
{
    private readonly Dictionary<NodeSpec, Node> _built = [];

    public IReadOnlyCollection<Node> All => _built.Values;

    public TNode GetOrAdd<TNode>(NodeSpec spec, Func<TNode> build)
        where TNode : Node
    {
        if (_built.TryGetValue(spec, out var existing))
        {
            return (TNode)existing;
        }

        var node = build();
        node.Name = spec.Name;
        node.Stores = spec.Stores;
        _built.Add(spec, node);
        return node;
    }
}
