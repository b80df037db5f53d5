using Syntra.Streams.Graph;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.Dsl;

// Grouping and repartitioning.
public sealed partial class KStream<TKey, TValue>
{
    /// <summary>Groups by the key. Where a step before may have changed it, the stream goes through a repartition topic, which needs a name.</summary>
    public KGroupedStream<TKey, TValue> GroupByKey(Grouped<TKey, TValue>? grouped = null)
    {
        var stream = WithSerdes(grouped?.KeySerde, grouped?.ValueSerde);
        return new KGroupedStream<TKey, TValue>(KeyChanged ? stream.Through(grouped?.Name, grouped?.Partitions, "GroupByKey") : stream);
    }

    /// <summary>Groups by a new key, through a repartition topic; <paramref name="grouped"/> must have a name.</summary>
    public KGroupedStream<TNewKey, TValue> GroupBy<TNewKey>(Func<TKey, TValue, TNewKey> selector, Grouped<TNewKey, TValue> grouped) =>
        SelectKey(selector).WithSerdes(null, ValueSerde).GroupByKey(grouped);

    /// <summary>Sends the stream through a topic of its own, so that records of a key meet on one partition.</summary>
    public KStream<TKey, TValue> Repartition(Repartitioned<TKey, TValue> repartitioned)
    {
        if (!Graph.Repartitions.TryAdd(repartitioned.Name, repartitioned.Partitions))
        {
            throw new TopologyException($"Two repartition steps are named {repartitioned.Name}; give one of them another name.");
        }

        Sink(new TopicRef(repartitioned.Name, Internal: true), null, Produced.With(repartitioned.KeySerde, repartitioned.ValueSerde).WithName($"{repartitioned.Name}-repartition-sink"));
        var consumed = Consumed.With(repartitioned.KeySerde, repartitioned.ValueSerde);
        var source = Graph.Add(new SourceSpec<TKey, TValue>($"{repartitioned.Name}-repartition-source", [repartitioned.Name], consumed));
        return new KStream<TKey, TValue>(Graph, source, [source], repartitioned.KeySerde, repartitioned.ValueSerde, keyChanged: false);
    }

    /// <summary>The stream on its keys' partitions: itself, or through a repartition topic where the key may have changed.</summary>
    internal KStream<TKey, TValue> Through(string? name, int? partitions, string operation)
    {
        if (name is null)
        {
            throw new TopologyException($"{operation} after a step that may change the key goes through a repartition topic: give it a name.");
        }

        if (KeySerde is null || ValueSerde is null)
        {
            throw new TopologyException($"{operation} goes through repartition topic {name}, which needs serdes for key and value.");
        }

        return Repartition(Repartitioned.As(name, KeySerde, ValueSerde) with { Partitions = partitions });
    }

    internal KStream<TKey, TValue> WithSerdes(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) =>
        new(Graph, _output, Sources, keySerde ?? KeySerde, valueSerde ?? ValueSerde, KeyChanged);
}
