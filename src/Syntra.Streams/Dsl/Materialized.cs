using Syntra.Streams.State;

namespace Syntra.Streams.Dsl;

/// <summary>The store behind a table. It must be named, since its name becomes part of its changelog topic's name.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed record Materialized<TKey, TValue>
{
    internal Materialized(string name)
    {
        Naming.Check(name);
        StoreName = name;
    }

    /// <summary>The store's name.</summary>
    public string StoreName { get; }

    /// <summary>Where the store keeps its entries.</summary>
    public StoreKind Kind { get; init; }

    /// <summary>The serde of the keys; null to take the stream's.</summary>
    public Serialization.ISerde<TKey>? KeySerde { get; init; }

    /// <summary>The serde of the values; null to take the stream's.</summary>
    public Serialization.ISerde<TValue>? ValueSerde { get; init; }

    /// <summary>Whether changes go to a changelog topic.</summary>
    public bool HasChangelog { get; init; } = true;

    /// <summary>Topic settings for the changelog, over the defaults.</summary>
    public IReadOnlyDictionary<string, string> ChangelogConfig { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>In memory (the default).</summary>
    public Materialized<TKey, TValue> InMemory() => this with { Kind = StoreKind.InMemory };

    /// <summary>In an SQLite file under the state directory.</summary>
    public Materialized<TKey, TValue> Sqlite() => this with { Kind = StoreKind.Sqlite };

    /// <summary>With these serdes.</summary>
    public Materialized<TKey, TValue> WithSerdes(Serialization.ISerde<TKey> keySerde, Serialization.ISerde<TValue> valueSerde) =>
        this with { KeySerde = keySerde, ValueSerde = valueSerde };

    /// <summary>Without a changelog: the table is lost when its task moves.</summary>
    public Materialized<TKey, TValue> WithoutChangelog() => this with { HasChangelog = false };

    /// <summary>With topic settings for the changelog.</summary>
    public Materialized<TKey, TValue> WithChangelog(IReadOnlyDictionary<string, string> topicConfig) =>
        this with { HasChangelog = true, ChangelogConfig = topicConfig };
}

/// <summary>Makes <see cref="Materialized{TKey,TValue}"/>.</summary>
public static class Materialized
{
    /// <summary>A store of this name.</summary>
    public static Materialized<TKey, TValue> As<TKey, TValue>(string storeName) => new(storeName);
}
