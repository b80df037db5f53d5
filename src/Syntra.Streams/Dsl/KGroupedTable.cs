using Syntra.Streams.Graph;
using Syntra.Streams.Serialization;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Dsl;

/// <summary>A table whose rows are aggregated by group. A row that changes or goes is taken out of its group's aggregate again.</summary>
/// <typeparam name="TKey">The group's type.</typeparam>
/// <typeparam name="TValue">The type of what a row brings into its group.</typeparam>
public sealed class KGroupedTable<TKey, TValue>
{
    private readonly KStream<TKey, Change<TValue>> _changes;

    internal KGroupedTable(KStream<TKey, Change<TValue>> changes) => _changes = changes;

    /// <summary>The number of rows in each group; 0 once the last has left.</summary>
    public KTable<TKey, long> Count(Materialized<TKey, long> materialized) =>
        Aggregate(static () => 0L, static (_, _, count) => count + 1, static (_, _, count) => count - 1, KGroupedStream<TKey, TValue>.WithLong(materialized));

    /// <summary>
    /// The rows of each group, folded: <paramref name="adder"/> puts a row in, <paramref name="subtractor"/> takes one out that was put
    /// in before. Rows come in any order, so neither may depend on it. A null aggregate deletes the group.
    /// </summary>
    public KTable<TKey, TAggregate> Aggregate<TAggregate>(
        Func<TAggregate> initializer,
        Func<TKey, TValue, TAggregate, TAggregate> adder,
        Func<TKey, TValue, TAggregate, TAggregate> subtractor,
        Materialized<TKey, TAggregate> materialized)
    {
        var graph = _changes.Graph;
        var store = StoreOf.Table(materialized, _changes.KeySerde);
        graph.AddStore(store);
        var spec = _changes.Add(new ProcessorSpec<TKey, Change<TValue>, TKey, Change<TAggregate>>(
            graph.NextName("KTABLE-AGGREGATE"),
            () => new TableAggregateNode<TKey, TValue, TAggregate>(store.Name, initializer, adder, subtractor)));
        graph.Connect(spec, [store.Name]);
        return new KTable<TKey, TAggregate>(graph, spec, _changes.Sources, materialized.KeySerde ?? _changes.KeySerde, materialized.ValueSerde, store.Name);
    }
}
