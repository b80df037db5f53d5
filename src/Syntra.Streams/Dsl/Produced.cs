using Syntra.Streams.Serialization;

namespace Syntra.Streams.Dsl;

/// <summary>How a topic is written.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed record Produced<TKey, TValue>
{
    internal Produced(ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => (KeySerde, ValueSerde) = (keySerde, valueSerde);

    /// <summary>The serde of the keys.</summary>
    public ISerde<TKey> KeySerde { get; }

    /// <summary>The serde of the values.</summary>
    public ISerde<TValue> ValueSerde { get; }

    /// <summary>The node's name; null for a generated one.</summary>
    public string? Name { get; init; }

    /// <summary>Chooses the partition from key, value and partition count; null for the murmur2 hash of the key's bytes, as Kafka's own clients do.</summary>
    public Func<TKey, TValue, int, int>? Partitioner { get; init; }

    /// <summary>Which of the record's headers are written; null for all.</summary>
    public Func<string, bool>? HeaderFilter { get; init; }

    /// <summary>With a name for the node.</summary>
    public Produced<TKey, TValue> WithName(string name) => this with { Name = name };

    /// <summary>With a partitioner: (key, value, partition count) to partition.</summary>
    public Produced<TKey, TValue> WithPartitioner(Func<TKey, TValue, int, int> partitioner) => this with { Partitioner = partitioner };

    /// <summary>Writes only the headers with these names.</summary>
    public Produced<TKey, TValue> WithHeaders(params string[] names) => this with { HeaderFilter = name => names.Contains(name, StringComparer.Ordinal) };
}

/// <summary>Makes <see cref="Produced{TKey,TValue}"/>.</summary>
public static class Produced
{
    /// <summary>Write with these serdes.</summary>
    public static Produced<TKey, TValue> With<TKey, TValue>(ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => new(keySerde, valueSerde);
}
