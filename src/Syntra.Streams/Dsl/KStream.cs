using Syntra.Streams.Graph;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.Dsl;

/// <summary>A stream of records: each stands for itself.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed partial class KStream<TKey, TValue>
{
    private readonly IOutput<TKey, TValue> _output;

    internal KStream(
        TopologyGraph graph, IOutput<TKey, TValue> output, IReadOnlyList<NodeSpec> sources,
        ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde, bool keyChanged)
    {
        (Graph, _output, Sources) = (graph, output, sources);
        (KeySerde, ValueSerde, KeyChanged) = (keySerde, valueSerde, keyChanged);
    }

    internal TopologyGraph Graph { get; }

    /// <summary>The source nodes that feed this stream, for the co-partitioning check.</summary>
    internal IReadOnlyList<NodeSpec> Sources { get; }

    internal ISerde<TKey>? KeySerde { get; }

    internal ISerde<TValue>? ValueSerde { get; }

    /// <summary>True when a step may have changed the key, so that records are no longer on their key's partition.</summary>
    internal bool KeyChanged { get; }

    /// <summary>A new key and value for each record.</summary>
    public KStream<TKeyOut, TValueOut> Map<TKeyOut, TValueOut>(
        Func<TKey, TValue, KeyValuePair<TKeyOut, TValueOut>> mapper, Named? named = null) =>
        ReKeyed<TKeyOut, TValueOut>("KSTREAM-MAP", named, () => new MapNode<TKey, TValue, TKeyOut, TValueOut>(record =>
        {
            var (key, value) = mapper(record.Key, record.Value);
            return new Record<TKeyOut, TValueOut>(key, value, record.Timestamp, record.Headers);
        }));

    /// <summary>A new value for each record.</summary>
    public KStream<TKey, TValueOut> MapValues<TValueOut>(Func<TValue, TValueOut> mapper, Named? named = null) =>
        MapValues((_, value) => mapper(value), named);

    /// <summary>A new value for each record, from key and value.</summary>
    public KStream<TKey, TValueOut> MapValues<TValueOut>(Func<TKey, TValue, TValueOut> mapper, Named? named = null) =>
        SameKey<TValueOut>("KSTREAM-MAPVALUES", named, () => new MapValuesNode<TKey, TValue, TValueOut>(mapper));

    /// <summary>Keeps the records for which the predicate holds.</summary>
    public KStream<TKey, TValue> Filter(Func<TKey, TValue, bool> predicate, Named? named = null) =>
        SameType("KSTREAM-FILTER", named, () => new FilterNode<TKey, TValue>(predicate));

    /// <summary>Keeps the records for which the predicate does not hold.</summary>
    public KStream<TKey, TValue> FilterNot(Func<TKey, TValue, bool> predicate, Named? named = null) =>
        SameType("KSTREAM-FILTER", named, () => new FilterNode<TKey, TValue>((key, value) => !predicate(key, value)));

    /// <summary>Any number of records for each.</summary>
    public KStream<TKeyOut, TValueOut> FlatMap<TKeyOut, TValueOut>(
        Func<TKey, TValue, IEnumerable<KeyValuePair<TKeyOut, TValueOut>>> mapper, Named? named = null) =>
        ReKeyed<TKeyOut, TValueOut>("KSTREAM-FLATMAP", named, () => new FlatMapNode<TKey, TValue, TKeyOut, TValueOut>(mapper));

    /// <summary>Any number of values for each, under the same key.</summary>
    public KStream<TKey, TValueOut> FlatMapValues<TValueOut>(Func<TValue, IEnumerable<TValueOut>> mapper, Named? named = null) =>
        FlatMapValues((_, value) => mapper(value), named);

    /// <summary>Any number of values for each, from key and value, under the same key.</summary>
    public KStream<TKey, TValueOut> FlatMapValues<TValueOut>(Func<TKey, TValue, IEnumerable<TValueOut>> mapper, Named? named = null) =>
        SameKey<TValueOut>("KSTREAM-FLATMAPVALUES", named, () => new FlatMapValuesNode<TKey, TValue, TValueOut>(mapper));

    /// <summary>A new key for each record.</summary>
    public KStream<TKeyOut, TValue> SelectKey<TKeyOut>(Func<TKey, TValue, TKeyOut> selector, Named? named = null)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKeyOut, TValue>(
            NameOf(named, "KSTREAM-KEY-SELECT"),
            () => new MapNode<TKey, TValue, TKeyOut, TValue>(record => record.WithKey(selector(record.Key, record.Value)))));
        return new KStream<TKeyOut, TValue>(Graph, spec, Sources, null, ValueSerde, keyChanged: true);
    }

    /// <summary>Calls an action for each record and passes it on.</summary>
    public KStream<TKey, TValue> Peek(Action<TKey, TValue> action, Named? named = null) =>
        SameType("KSTREAM-PEEK", named, () => new PeekNode<TKey, TValue>(action));

    /// <summary>The records of both streams; order between the two is not defined.</summary>
    public KStream<TKey, TValue> Merge(KStream<TKey, TValue> other, Named? named = null)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKey, TValue>(NameOf(named, "KSTREAM-MERGE"), () => new PassNode<TKey, TValue>()));
        other._output.Connect(spec);
        return new KStream<TKey, TValue>(
            Graph, spec, [.. Sources, .. other.Sources], KeySerde ?? other.KeySerde, ValueSerde ?? other.ValueSerde, KeyChanged || other.KeyChanged);
    }

    /// <summary>Each record to the first branch that takes it; a record that no branch takes is dropped unless there is a default branch.</summary>
    public SplitStream<TKey, TValue> Split(Named? named = null) => new(this, NameOf(named, "KSTREAM-BRANCH"));

    /// <summary>A hand-written processor. <paramref name="stores"/> names the stores that it uses; global tables need not be named.</summary>
    public KStream<TKeyOut, TValueOut> Process<TKeyOut, TValueOut>(
        Func<IProcessor<TKey, TValue, TKeyOut, TValueOut>> supplier, Named? named = null, params IReadOnlyList<string> stores)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKeyOut, TValueOut>(
            NameOf(named, "KSTREAM-PROCESSOR"), () => new ProcessorNode<TKey, TValue, TKeyOut, TValueOut>(supplier)));
        Graph.Connect(spec, stores);
        return new KStream<TKeyOut, TValueOut>(Graph, spec, Sources, null, null, keyChanged: true);
    }

    /// <summary>Writes the stream to a topic, which must exist.</summary>
    public void To(string topic, Produced<TKey, TValue> produced)
    {
        Naming.Check(topic);
        Sink(new TopicRef(topic), null, produced);
    }

    /// <summary>Writes each record to the topic that <paramref name="topicChooser"/> names; the topics must exist.</summary>
    public void To(Func<Record<TKey, TValue>, string> topicChooser, Produced<TKey, TValue> produced) => Sink(null, topicChooser, produced);

    internal void Sink(TopicRef? topic, Func<Record<TKey, TValue>, string>? chooser, Produced<TKey, TValue> produced) =>
        Add(new SinkSpec<TKey, TValue>(produced.Name ?? Graph.NextName("KSTREAM-SINK"), topic, chooser, produced));

    /// <summary>Adds a node under this stream.</summary>
    internal TSpec Add<TSpec>(TSpec spec)
        where TSpec : NodeSpec, IInput<TKey, TValue>
    {
        Graph.Add(spec);
        _output.Connect(spec);
        return spec;
    }

    internal string NameOf(Named? named, string prefix) => named?.Name ?? Graph.NextName(prefix);

    internal KStream<TKey, TValue> SameType(string prefix, Named? named, Func<Node<TKey, TValue, TKey, TValue>> create)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKey, TValue>(NameOf(named, prefix), create));
        return new KStream<TKey, TValue>(Graph, spec, Sources, KeySerde, ValueSerde, KeyChanged);
    }

    private KStream<TKey, TValueOut> SameKey<TValueOut>(string prefix, Named? named, Func<Node<TKey, TValue, TKey, TValueOut>> create)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKey, TValueOut>(NameOf(named, prefix), create));
        return new KStream<TKey, TValueOut>(Graph, spec, Sources, KeySerde, null, KeyChanged);
    }

    private KStream<TKeyOut, TValueOut> ReKeyed<TKeyOut, TValueOut>(
        string prefix, Named? named, Func<Node<TKey, TValue, TKeyOut, TValueOut>> create)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKeyOut, TValueOut>(NameOf(named, prefix), create));
        return new KStream<TKeyOut, TValueOut>(Graph, spec, Sources, null, null, keyChanged: true);
    }
}
