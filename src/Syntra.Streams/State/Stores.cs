using Syntra.Streams.Serialization;

namespace Syntra.Streams.State;

/// <summary>Where a store keeps its entries.</summary>
public enum StoreKind
{
    /// <summary>In memory; restored from the changelog when a task starts elsewhere.</summary>
    InMemory,

    /// <summary>In an SQLite file under the state directory; survives restarts, only the tail of the changelog is restored.</summary>
    Sqlite,
}

/// <summary>Describes a state store, for <see cref="StreamsBuilder.AddStateStore"/>.</summary>
public abstract record StoreBuilder
{
    private protected StoreBuilder(string name)
    {
        Naming.Check(name);
        Name = name;
    }

    /// <summary>The store's name.</summary>
    public string Name { get; }

    /// <summary>Where it keeps its entries.</summary>
    public StoreKind Kind { get; init; }

    /// <summary>Whether every write goes to a compacted changelog topic. True unless switched off.</summary>
    public bool HasChangelog { get; init; } = true;

    /// <summary>Topic settings for the changelog, over the defaults (<c>cleanup.policy=compact</c>).</summary>
    public IReadOnlyDictionary<string, string> ChangelogConfig { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal virtual IReadOnlyList<(string Key, string Value)> DefaultChangelogConfig => [("cleanup.policy", "compact")];

    internal abstract StoreInstance Create(StoreCreation creation);

    /// <summary>The bytes to keep for a changelog record; stores that keep more than the value rebuild it from the timestamp.</summary>
    internal virtual byte[]? FromChangelog(byte[]? value, long timestamp) => value;
}

/// <summary>Describes a key-value store.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed record StoreBuilder<TKey, TValue> : StoreBuilder
{
    internal StoreBuilder(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
        : base(name) => (KeySerde, ValueSerde) = (keySerde, valueSerde);

    internal ISerde<TKey> KeySerde { get; }

    internal ISerde<TValue> ValueSerde { get; }

    /// <summary>Keeps the entries in memory (the default).</summary>
    public StoreBuilder<TKey, TValue> InMemory() => this with { Kind = StoreKind.InMemory };

    /// <summary>Keeps the entries in an SQLite file under the state directory.</summary>
    public StoreBuilder<TKey, TValue> Sqlite() => this with { Kind = StoreKind.Sqlite };

    /// <summary>Writes every change to a compacted topic named <c>application.id-store-changelog</c> (the default).</summary>
    public StoreBuilder<TKey, TValue> WithChangelog() => this with { HasChangelog = true };

    /// <summary>The same, with topic settings over the defaults.</summary>
    public StoreBuilder<TKey, TValue> WithChangelog(IReadOnlyDictionary<string, string> topicConfig) =>
        this with { HasChangelog = true, ChangelogConfig = topicConfig };

    /// <summary>Without a changelog: the entries are lost when the task moves or, in memory, when the process ends.</summary>
    public StoreBuilder<TKey, TValue> WithoutChangelog() => this with { HasChangelog = false };

    internal override StoreInstance Create(StoreCreation creation)
    {
        var bytes = creation.CreateBytes(this);
        var face = new KeyValueStore<TKey, TValue>(Name, bytes, KeySerde, ValueSerde, creation.Changelog(this), creation.Context);
        return new StoreInstance(this, creation.Context.TaskId.Partition, face, bytes);
    }
}

/// <summary>Makes descriptions of state stores.</summary>
public static class Stores
{
    /// <summary>A key-value store, in memory and with a changelog unless said otherwise.</summary>
    public static StoreBuilder<TKey, TValue> KeyValue<TKey, TValue>(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        new(name, keySerde, valueSerde);
}
