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
    /// The rows of each group, combined into a value of their own type: the first is taken as it is, <paramref name="adder"/> puts
    /// another in (aggregate, row), <paramref name="subtractor"/> takes one out that was put in before (aggregate, row). Rows come in
    /// any order, so neither may depend on it. A null aggregate deletes the group.
    /// </summary>
    public KTable<TKey, TValue> Reduce(Func<TValue, TValue, TValue> adder, Func<TValue, TValue, TValue> subtractor, Materialized<TKey, TValue> materialized) => Add(
        "KTABLE-REDUCE",
        (_, row, has, aggregate) => has && aggregate is not null ? adder(aggregate, row) : row,
        (_, row, aggregate) => subtractor(aggregate, row),
        materialized with { ValueSerde = materialized.ValueSerde ?? (_changes.ValueSerde as ChangeSerde<TValue>)?.Sides });

    /// <summary>
    /// The rows of each group, folded: <paramref name="adder"/> puts a row in, <paramref name="subtractor"/> takes one out that was put
    /// in before. Rows come in any order, so neither may depend on it. A null aggregate deletes the group.
    /// </summary>
    public KTable<TKey, TAggregate> Aggregate<TAggregate>(
        Func<TAggregate> initializer,
        Func<TKey, TValue, TAggregate, TAggregate> adder,
        Func<TKey, TValue, TAggregate, TAggregate> subtractor,
        Materialized<TKey, TAggregate> materialized) => Add(
        "KTABLE-AGGREGATE",
        (key, row, has, aggregate) => adder(key, row, has ? aggregate! : initializer()),
        subtractor,
        materialized);

    private KTable<TKey, TAggregate> Add<TAggregate>(
        string prefix,
        Func<TKey, TValue, bool, TAggregate?, TAggregate> adder,
        Func<TKey, TValue, TAggregate, TAggregate> subtractor,
        Materialized<TKey, TAggregate> materialized)
    {
        var graph = _changes.Graph;
        var store = StoreOf.Table(materialized, _changes.KeySerde);
        graph.AddStore(store);
        var spec = _changes.Add(new ProcessorSpec<TKey, Change<TValue>, TKey, Change<TAggregate>>(
            graph.NextName(prefix), () => new TableAggregateNode<TKey, TValue, TAggregate>(store.Name, adder, subtractor)));
        graph.Connect(spec, [store.Name]);
        return new KTable<TKey, TAggregate>(graph, spec, _changes.Sources, materialized.KeySerde ?? _changes.KeySerde, materialized.ValueSerde, store.Name);
    }
}
