using Syntra.Streams.Graph;

namespace Syntra.Streams.Dsl;

/// <summary>A stream that is being split into branches; the first predicate that holds wins.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed class SplitStream<TKey, TValue>
{
    private readonly KStream<TKey, TValue> _stream;
    private readonly ProcessorSpec<TKey, TValue, TKey, TValue> _spec;
    private readonly List<(string Child, Func<TKey, TValue, bool> Predicate)> _branches = [];

    internal SplitStream(KStream<TKey, TValue> stream, string name)
    {
        _stream = stream;
        _spec = stream.Add(new ProcessorSpec<TKey, TValue, TKey, TValue>(name, () => new SplitNode<TKey, TValue>([.. _branches])));
    }

    /// <summary>A branch with the records for which no earlier predicate and this one holds.</summary>
    public SplitStream<TKey, TValue> Branch(Func<TKey, TValue, bool> predicate, Named named, out KStream<TKey, TValue> branch)
    {
        var child = _stream.Graph.Add(new ProcessorSpec<TKey, TValue, TKey, TValue>(named.Name, () => new PassNode<TKey, TValue>()));
        _spec.Connect(child);
        _branches.Add((named.Name, predicate));
        branch = new KStream<TKey, TValue>(_stream.Graph, child, _stream.Sources, _stream.KeySerde, _stream.ValueSerde, _stream.KeyChanged);
        return this;
    }

    /// <summary>The branch of all other records. Call it last.</summary>
    public KStream<TKey, TValue> DefaultBranch(Named named)
    {
        Branch((_, _) => true, named, out var branch);
        return branch;
    }
}
