using Syntra.Streams.Graph;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Tables;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Dsl;

/// <summary>A stream whose records of one key are aggregated together. Records without key or value are left out.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed class KGroupedStream<TKey, TValue>
{
    private readonly KStream<TKey, TValue> _stream;

    internal KGroupedStream(KStream<TKey, TValue> stream) => _stream = stream;

    /// <summary>The number of records of each key.</summary>
    public KTable<TKey, long> Count(Materialized<TKey, long> materialized) =>
        Aggregate(static () => 0L, static (_, _, count) => count + 1, WithLong(materialized));

    /// <summary>The records of each key, combined; the first is taken as it is.</summary>
    public KTable<TKey, TValue> Reduce(Func<TValue, TValue, TValue> reducer, Materialized<TKey, TValue> materialized)
    {
        var withSerde = materialized with { ValueSerde = materialized.ValueSerde ?? _stream.ValueSerde };
        return AddAggregate("KSTREAM-REDUCE", withSerde, name => new StreamReduceNode<TKey, TValue>(name, reducer));
    }

    /// <summary>The records of each key, folded into a value of another type.</summary>
    public KTable<TKey, TAggregate> Aggregate<TAggregate>(
        Func<TAggregate> initializer, Func<TKey, TValue, TAggregate, TAggregate> aggregator, Materialized<TKey, TAggregate> materialized) =>
        AddAggregate("KSTREAM-AGGREGATE", materialized, name => new StreamAggregateNode<TKey, TValue, TAggregate>(name, initializer, aggregator));

    /// <summary>Aggregates per window instead of over all time.</summary>
    public WindowedStream<TKey, TValue> WindowedBy(TimeWindows windows, EmitStrategy emit = EmitStrategy.OnWindowUpdate) => new(_stream, windows, emit);

    internal static Materialized<TAnyKey, long> WithLong<TAnyKey>(Materialized<TAnyKey, long> materialized) =>
        materialized with { ValueSerde = materialized.ValueSerde ?? Serdes.Int64 };

    private KTable<TKey, TAggregate> AddAggregate<TAggregate>(
        string prefix, Materialized<TKey, TAggregate> materialized, Func<string, Runtime.Node<TKey, TValue, TKey, Change<TAggregate>>> create)
    {
        var store = StoreOf.Table(materialized, _stream.KeySerde);
        _stream.Graph.AddStore(store);
        var spec = _stream.Add(new ProcessorSpec<TKey, TValue, TKey, Change<TAggregate>>(_stream.Graph.NextName(prefix), () => create(store.Name)));
        _stream.Graph.Connect(spec, [store.Name]);
        return new KTable<TKey, TAggregate>(_stream.Graph, spec, _stream.Sources, materialized.KeySerde ?? _stream.KeySerde, materialized.ValueSerde, store.Name);
    }
}

/// <summary>Turns a <see cref="Materialized{TKey,TValue}"/> into the description of a store.</summary>
internal static class StoreOf
{
    public static StoreBuilder Table<TKey, TValue>(Materialized<TKey, TValue> materialized, ISerde<TKey>? keySerde) =>
        Common(new TableStoreBuilder<TKey, TValue>(materialized.StoreName, Key(materialized, keySerde), Value(materialized)), materialized);

    public static StoreBuilder Window<TKey, TValue>(Materialized<TKey, TValue> materialized, ISerde<TKey>? keySerde, TimeWindows windows) =>
        Common(new WindowStoreBuilder<TKey, TValue>(materialized.StoreName, windows, Key(materialized, keySerde), Value(materialized)), materialized);

    private static StoreBuilder Common<TKey, TValue>(StoreBuilder builder, Materialized<TKey, TValue> materialized) =>
        builder with { Kind = materialized.Kind, HasChangelog = materialized.HasChangelog, ChangelogConfig = materialized.ChangelogConfig };

    private static ISerde<TKey> Key<TKey, TValue>(Materialized<TKey, TValue> materialized, ISerde<TKey>? keySerde) =>
        materialized.KeySerde ?? keySerde ?? throw NoSerde(materialized.StoreName, "keys");

    private static ISerde<TValue> Value<TKey, TValue>(Materialized<TKey, TValue> materialized) =>
        materialized.ValueSerde ?? throw NoSerde(materialized.StoreName, "values");

    private static TopologyException NoSerde(string store, string what) =>
        new($"Store {store} has no serde for its {what}: give it with Materialized.WithSerdes.");
}
