using Syntra.Streams.Serialization;

namespace Syntra.Streams.Dsl;

/// <summary>How a topic is read.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed record Consumed<TKey, TValue>
{
    internal Consumed(ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => (KeySerde, ValueSerde) = (keySerde, valueSerde);

    /// <summary>The serde of the keys.</summary>
    public ISerde<TKey> KeySerde { get; }

    /// <summary>The serde of the values.</summary>
    public ISerde<TValue> ValueSerde { get; }

    /// <summary>The node's name; null for a generated one.</summary>
    public string? Name { get; init; }

    /// <summary>Event time of a record, in milliseconds since 1970 UTC; null to take the record's own timestamp. A negative time makes the record poison.</summary>
    public Func<Record<TKey, TValue>, long>? TimestampExtractor { get; init; }

    /// <summary>With a name for the node.</summary>
    public Consumed<TKey, TValue> WithName(string name) => this with { Name = name };

    /// <summary>With event time taken from the record's content.</summary>
    public Consumed<TKey, TValue> WithTimestampExtractor(Func<Record<TKey, TValue>, long> extractor) => this with { TimestampExtractor = extractor };
}

/// <summary>Makes <see cref="Consumed{TKey,TValue}"/>.</summary>
public static class Consumed
{
    /// <summary>Read with these serdes.</summary>
    public static Consumed<TKey, TValue> With<TKey, TValue>(ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => new(keySerde, valueSerde);
}
