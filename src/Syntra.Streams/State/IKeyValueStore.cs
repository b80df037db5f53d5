namespace Syntra.Streams.State;

/// <summary>A state store; one instance per task, or one per application for a global store.</summary>
public interface IStateStore
{
    /// <summary>The store's name, unique in its topology.</summary>
    string Name { get; }
}

/// <summary>Reads a key-value store. Order is always the byte order of the serialised keys.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public interface IReadOnlyKeyValueStore<TKey, TValue> : IStateStore
{
    /// <summary>The number of entries; may lag behind writes of the open transaction in a store on disk.</summary>
    long ApproximateCount { get; }

    /// <summary>The value of a key, or default where there is none.</summary>
    TValue? Get(TKey key);

    /// <summary>The value of a key; false where there is none.</summary>
    bool TryGet(TKey key, out TValue value);

    /// <summary>Every entry. The store may be written while it is walked; entries written meanwhile may or may not be seen.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> All();

    /// <summary>The entries from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to);

    /// <summary>The entries whose serialised key starts with the serialised <paramref name="prefix"/>.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> PrefixScan(TKey prefix);
}

/// <summary>A key-value store that its task can write. Every write also goes to the changelog topic, where the store has one.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public interface IKeyValueStore<TKey, TValue> : IReadOnlyKeyValueStore<TKey, TValue>
{
    /// <summary>Sets the value of a key; null deletes it.</summary>
    void Put(TKey key, TValue? value);

    /// <summary>Sets the value unless the key has one; true when it was set.</summary>
    bool PutIfAbsent(TKey key, TValue value);

    /// <summary>Deletes a key and returns what it held.</summary>
    TValue? Delete(TKey key);
}
