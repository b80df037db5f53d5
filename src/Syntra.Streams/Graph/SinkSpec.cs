using Syntra.Streams.Dsl;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Graph;

/// <summary>A node that writes to a topic.</summary>
internal abstract class SinkSpec(string name, TopicRef? topic) : NodeSpec(name)
{
    /// <summary>The topic; null where it is chosen per record.</summary>
    public TopicRef? Topic => topic;
}

/// <inheritdoc />
internal sealed class SinkSpec<TKey, TValue>(string name, TopicRef? topic, Func<Record<TKey, TValue>, string>? chooser, Produced<TKey, TValue> produced)
    : SinkSpec(name, topic), IInput<TKey, TValue>
{
    public NodeSpec Spec => this;

    public Node<TKey, TValue> Build(NodeSet nodes) =>
        nodes.GetOrAdd(this, () => new SinkNode<TKey, TValue>(Topic, chooser, produced));
}

/// <summary>A topic of a topology: one that exists, or an internal one whose name is completed by the application id.</summary>
internal sealed record TopicRef(string Name, bool Internal = false)
{
    public string Resolve(string applicationId) => Internal ? Naming.Repartition(applicationId, Name) : Name;
}
