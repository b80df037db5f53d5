using Syntra.Streams.Serialization;

namespace Syntra.Streams.Dsl;

/// <summary>How a stream is grouped. The name is needed where the key has changed, for the repartition topic.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed record Grouped<TKey, TValue>
{
    internal Grouped(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) => (KeySerde, ValueSerde) = (keySerde, valueSerde);

    /// <summary>The serde of the keys; null to take the stream's.</summary>
    public ISerde<TKey>? KeySerde { get; }

    /// <summary>The serde of the values; null to take the stream's.</summary>
    public ISerde<TValue>? ValueSerde { get; }

    /// <summary>The name, which becomes <c>application.id-name-repartition</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Partitions of the repartition topic; null for as many as the input.</summary>
    public int? Partitions { get; init; }

    /// <summary>With a name.</summary>
    public Grouped<TKey, TValue> WithName(string name) => this with { Name = name };

    /// <summary>With a partition count for the repartition topic.</summary>
    public Grouped<TKey, TValue> WithPartitions(int partitions) => this with { Partitions = partitions };
}

/// <summary>Makes <see cref="Grouped{TKey,TValue}"/>.</summary>
public static class Grouped
{
    /// <summary>Group with these serdes.</summary>
    public static Grouped<TKey, TValue> With<TKey, TValue>(ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => new(keySerde, valueSerde);

    /// <summary>Group with these serdes, under a name.</summary>
    public static Grouped<TKey, TValue> As<TKey, TValue>(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        new(keySerde, valueSerde) { Name = name };
}

/// <summary>How a stream is sent through a topic of its own, so that records of a key meet on one partition.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed record Repartitioned<TKey, TValue>
{
    internal Repartitioned(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        Naming.Check(name);
        (Name, KeySerde, ValueSerde) = (name, keySerde, valueSerde);
    }

    /// <summary>The name, which becomes <c>application.id-name-repartition</c>.</summary>
    public string Name { get; }

    /// <summary>The serde of the keys.</summary>
    public ISerde<TKey> KeySerde { get; }

    /// <summary>The serde of the values.</summary>
    public ISerde<TValue> ValueSerde { get; }

    /// <summary>Partitions of the topic; null for as many as the input.</summary>
    public int? Partitions { get; init; }

    /// <summary>With a partition count.</summary>
    public Repartitioned<TKey, TValue> WithPartitions(int partitions) => this with { Partitions = partitions };
}

/// <summary>Makes <see cref="Repartitioned{TKey,TValue}"/>.</summary>
public static class Repartitioned
{
    /// <summary>A repartition step with a name and serdes.</summary>
    public static Repartitioned<TKey, TValue> As<TKey, TValue>(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => new(name, keySerde, valueSerde);
}
