using Syntra.Streams.Runtime;

namespace Syntra.Streams.Graph;

/// <summary>A node between source and sink.</summary>
internal sealed class ProcessorSpec<TKeyIn, TValueIn, TKeyOut, TValueOut>(string name, Func<Node<TKeyIn, TValueIn, TKeyOut, TValueOut>> create)
    : NodeSpec(name), IInput<TKeyIn, TValueIn>, IOutput<TKeyOut, TValueOut>
{
    private readonly List<IInput<TKeyOut, TValueOut>> _outputs = [];

    public NodeSpec Spec => this;

    public void Connect(IInput<TKeyOut, TValueOut> child)
    {
        _outputs.Add(child);
        Link(child.Spec);
    }

    public Node<TKeyIn, TValueIn> Build(NodeSet nodes) => nodes.GetOrAdd(this, () =>
    {
        var node = create();
        node.Attach([.. _outputs.Select(o => o.Build(nodes))]);
        return node;
    });
}
