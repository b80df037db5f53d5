using Syntra.Streams.Graph;
using Syntra.Streams.Tables;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Dsl;

/// <summary>A grouped stream whose records are aggregated per key and window.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed class WindowedStream<TKey, TValue>
{
    private readonly KStream<TKey, TValue> _stream;
    private readonly TimeWindows _windows;
    private readonly EmitStrategy _emit;

    internal WindowedStream(KStream<TKey, TValue> stream, TimeWindows windows, EmitStrategy emit) =>
        (_stream, _windows, _emit) = (stream, windows, emit);

    /// <summary>The number of records of each key and window.</summary>
    public KTable<Windowed<TKey>, long> Count(Materialized<TKey, long> materialized) =>
        Aggregate(static () => 0L, static (_, _, count) => count + 1, KGroupedStream<TKey, TValue>.WithLong(materialized));

    /// <summary>The records of each key and window, combined; the first is taken as it is.</summary>
    public KTable<Windowed<TKey>, TValue> Reduce(Func<TValue, TValue, TValue> reducer, Materialized<TKey, TValue> materialized) =>
        Add(
            materialized with { ValueSerde = materialized.ValueSerde ?? _stream.ValueSerde },
            (_, value, has, old) => has ? reducer(old!, value) : value);

    /// <summary>The records of each key and window, folded into a value of another type.</summary>
    public KTable<Windowed<TKey>, TAggregate> Aggregate<TAggregate>(
        Func<TAggregate> initializer, Func<TKey, TValue, TAggregate, TAggregate> aggregator, Materialized<TKey, TAggregate> materialized) =>
        Add(materialized, (key, value, has, old) => aggregator(key, value, has ? old! : initializer()));

    private KTable<Windowed<TKey>, TAggregate> Add<TAggregate>(
        Materialized<TKey, TAggregate> materialized, Func<TKey, TValue, bool, TAggregate?, TAggregate> fold)
    {
        var store = StoreOf.Window(materialized, _stream.KeySerde, _windows);
        _stream.Graph.AddStore(store);
        var spec = _stream.Add(new ProcessorSpec<TKey, TValue, Windowed<TKey>, Change<TAggregate>>(
            _stream.Graph.NextName("KSTREAM-WINDOW-AGGREGATE"),
            () => new WindowAggregateNode<TKey, TValue, TAggregate>(store.Name, _windows, _emit, fold)));
        _stream.Graph.Connect(spec, [store.Name]);
        var keySerde = (materialized.KeySerde ?? _stream.KeySerde) is { } inner ? WindowedSerdes.Time(inner, _windows.Size) : null;
        return new KTable<Windowed<TKey>, TAggregate>(_stream.Graph, spec, _stream.Sources, keySerde, materialized.ValueSerde, null);
    }
}
