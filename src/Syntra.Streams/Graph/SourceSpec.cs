using Syntra.Streams.Dsl;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Graph;

/// <summary>A node that reads topics.</summary>
internal abstract class SourceSpec(string name, IReadOnlyList<string> topics) : NodeSpec(name)
{
    /// <summary>The topics as declared; an internal topic's name still lacks the application id.</summary>
    public IReadOnlyList<string> Topics => topics;

    public abstract SourceNode BuildSource(NodeSet nodes, string topic);
}

/// <inheritdoc />
internal sealed class SourceSpec<TKey, TValue>(string name, IReadOnlyList<string> topics, Consumed<TKey, TValue> consumed)
    : SourceSpec(name, topics), IOutput<TKey, TValue>
{
    private readonly List<IInput<TKey, TValue>> _outputs = [];

    public NodeSpec Spec => this;

    public void Connect(IInput<TKey, TValue> child)
    {
        _outputs.Add(child);
        Link(child.Spec);
    }

    public override SourceNode BuildSource(NodeSet nodes, string topic)
    {
        // One instance serves all topics of the spec within a task; the topic in hand is in the context.
        return nodes.GetOrAdd(this, () => new SourceNode<TKey, TValue>(consumed, [.. _outputs.Select(o => o.Build(nodes))]));
    }
}
