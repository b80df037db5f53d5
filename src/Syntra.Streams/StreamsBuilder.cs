using Syntra.Streams.Dsl;
using Syntra.Streams.Graph;
using Syntra.Streams.State;
using Syntra.Streams.Tables;

namespace Syntra.Streams;

/// <summary>Declares a topology. Not thread-safe; call <see cref="Build"/> once at the end.</summary>
public sealed class StreamsBuilder
{
    internal TopologyGraph Graph { get; } = new();

    /// <summary>A stream of a topic's records.</summary>
    public KStream<TKey, TValue> Stream<TKey, TValue>(string topic, Consumed<TKey, TValue> consumed) => Stream([topic], consumed);

    /// <summary>A stream of the records of several topics.</summary>
    public KStream<TKey, TValue> Stream<TKey, TValue>(IReadOnlyList<string> topics, Consumed<TKey, TValue> consumed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(topics.Count, nameof(topics));
        var source = Graph.Add(new SourceSpec<TKey, TValue>(consumed.Name ?? Graph.NextName("KSTREAM-SOURCE"), [.. topics], consumed));
        return new KStream<TKey, TValue>(Graph, source, [source], consumed.KeySerde, consumed.ValueSerde, keyChanged: false);
    }

    /// <summary>A table of a topic: each record sets the row of its key, a tombstone deletes it. Kept in the store that <paramref name="materialized"/> names.</summary>
    public KTable<TKey, TValue> Table<TKey, TValue>(string topic, Consumed<TKey, TValue> consumed, Materialized<TKey, TValue> materialized)
    {
        var stream = Stream(topic, consumed);
        var store = StoreOf.Table(materialized with { ValueSerde = materialized.ValueSerde ?? consumed.ValueSerde }, consumed.KeySerde);
        Graph.AddStore(store);
        var spec = stream.Add(new ProcessorSpec<TKey, TValue, TKey, Change<TValue>>(
            Graph.NextName("KTABLE-SOURCE"), () => new TableSourceNode<TKey, TValue>(store.Name)));
        Graph.Connect(spec, [store.Name]);
        return new KTable<TKey, TValue>(Graph, spec, stream.Sources, consumed.KeySerde, consumed.ValueSerde, store.Name);
    }

    /// <summary>
    /// A table that every instance holds whole: the topic's partitions are all read before processing starts and followed after that.
    /// Processors read it with <c>GetStore&lt;IReadOnlyKeyValueStore&lt;,&gt;&gt;(store name)</c> without naming it in <c>Process(...)</c>.
    /// </summary>
    public GlobalKTable<TKey, TValue> GlobalTable<TKey, TValue>(
        string topic, Consumed<TKey, TValue> consumed, Materialized<TKey, TValue> materialized)
    {
        Naming.Check(topic);
        var spec = new GlobalTableSpec<TKey, TValue>(topic, materialized.StoreName, consumed);
        Graph.AddGlobal(spec);
        return new GlobalKTable<TKey, TValue>(spec);
    }

    /// <summary>Adds a store that processors can be connected to.</summary>
    public StreamsBuilder AddStateStore(StoreBuilder store)
    {
        Graph.AddStore(store);
        return this;
    }

    /// <summary>Finishes the topology.</summary>
    /// <exception cref="TopologyException">The topology cannot run; the message says what to change.</exception>
    public Topology Build() => new(Graph);
}
