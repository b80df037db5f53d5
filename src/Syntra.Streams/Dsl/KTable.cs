using Syntra.Streams.Graph;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Dsl;

/// <summary>A table that changes: each key has at most one row. Every change flows on as old row and new row.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed partial class KTable<TKey, TValue>
{
    private readonly IOutput<TKey, Change<TValue>> _output;

    internal KTable(
        TopologyGraph graph, IOutput<TKey, Change<TValue>> output, IReadOnlyList<NodeSpec> sources,
        ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde, string? storeName)
    {
        (Graph, _output, Sources) = (graph, output, sources);
        (KeySerde, ValueSerde, StoreName) = (keySerde, valueSerde, storeName);
    }

    /// <summary>The store that holds the rows; null where the table is computed and not kept.</summary>
    public string? StoreName { get; }

    internal TopologyGraph Graph { get; }

    internal IReadOnlyList<NodeSpec> Sources { get; }

    internal ISerde<TKey>? KeySerde { get; }

    internal ISerde<TValue>? ValueSerde { get; }

    /// <summary>The changes as a stream; a deleted row is a tombstone.</summary>
    public KStream<TKey, TValue> ToStream(Named? named = null)
    {
        var spec = Add(new ProcessorSpec<TKey, Change<TValue>, TKey, TValue>(named?.Name ?? Graph.NextName("KTABLE-TOSTREAM"), () => new TableToStreamNode<TKey, TValue>()));
        return new KStream<TKey, TValue>(Graph, spec, Sources, KeySerde, ValueSerde, keyChanged: false);
    }

    /// <summary>The rows for which the predicate holds.</summary>
    public KTable<TKey, TValue> Filter(Func<TKey, TValue, bool> predicate, Named? named = null, Materialized<TKey, TValue>? materialized = null)
    {
        var spec = Add(new ProcessorSpec<TKey, Change<TValue>, TKey, Change<TValue>>(
            named?.Name ?? Graph.NextName("KTABLE-FILTER"), () => new TableFilterNode<TKey, TValue>(predicate)));
        return new KTable<TKey, TValue>(Graph, spec, Sources, KeySerde, ValueSerde, null)
            .Keep(materialized is null ? null : materialized with { ValueSerde = materialized.ValueSerde ?? ValueSerde });
    }

    /// <summary>Each row with another value.</summary>
    public KTable<TKey, TValueOut> MapValues<TValueOut>(
        Func<TKey, TValue, TValueOut> mapper, Named? named = null, Materialized<TKey, TValueOut>? materialized = null)
    {
        var spec = Add(new ProcessorSpec<TKey, Change<TValue>, TKey, Change<TValueOut>>(
            named?.Name ?? Graph.NextName("KTABLE-MAPVALUES"), () => new TableMapValuesNode<TKey, TValue, TValueOut>(mapper)));
        return new KTable<TKey, TValueOut>(Graph, spec, Sources, KeySerde, null, null).Keep(materialized);
    }

    /// <summary>
    /// Groups the rows by what <paramref name="selector"/> makes of them: a group, and what the row brings into it; null for either
    /// leaves the row out. Goes through a repartition topic; <paramref name="grouped"/> must have a name and both serdes.
    /// </summary>
    public KGroupedTable<TGroup, TMember> GroupBy<TGroup, TMember>(
        Func<TKey, TValue, KeyValuePair<TGroup, TMember>> selector, Grouped<TGroup, TMember> grouped)
    {
        var spec = Add(new ProcessorSpec<TKey, Change<TValue>, TGroup, Change<TMember>>(
            Graph.NextName("KTABLE-SELECT"), () => new TableGroupNode<TKey, TValue, TGroup, TMember>(selector)));
        var serde = grouped.ValueSerde is null ? null : new ChangeSerde<TMember>(grouped.ValueSerde);
        var changes = new KStream<TGroup, Change<TMember>>(Graph, spec, Sources, grouped.KeySerde, serde, keyChanged: true);
        return new KGroupedTable<TGroup, TMember>(changes.Through(grouped.Name, grouped.Partitions, "GroupBy"));
    }

    internal TSpec Add<TSpec>(TSpec spec)
        where TSpec : NodeSpec, IInput<TKey, Change<TValue>>
    {
        Graph.Add(spec);
        _output.Connect(spec);
        return spec;
    }

    /// <summary>The table, kept in a store where one is given.</summary>
    internal KTable<TKey, TValue> Keep(Materialized<TKey, TValue>? materialized)
    {
        if (materialized is null)
        {
            return this;
        }

        var store = StoreOf.Table(materialized, KeySerde);
        Graph.AddStore(store);
        var spec = Add(new ProcessorSpec<TKey, Change<TValue>, TKey, Change<TValue>>(
            Graph.NextName("KTABLE-STORE"), () => new TableStoreNode<TKey, TValue>(store.Name)));
        Graph.Connect(spec, [store.Name]);
        return new KTable<TKey, TValue>(Graph, spec, Sources, materialized.KeySerde ?? KeySerde, materialized.ValueSerde ?? ValueSerde, store.Name);
    }

    internal string NeedStore(string operation) => StoreName ?? throw new TopologyException(
        $"{operation} looks rows up, so the table must be kept: give the step that makes it a Materialized.As(name).");
}
