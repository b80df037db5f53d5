using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.State;

/// <summary>The typed face of a byte store: serialises, and writes changes to the changelog.</summary>
internal sealed class KeyValueStore<TKey, TValue>(
    string name, IByteStore bytes, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, ChangelogWriter? changelog, TaskContext context)
    : IKeyValueStore<TKey, TValue>
{
    private readonly SerdeWriter _writer = context.Writer;

    public string Name => name;

    public long ApproximateCount => bytes.Count;

    public TValue? Get(TKey key) => TryGet(key, out var value) ? value : default;

    public bool TryGet(TKey key, out TValue value)
    {
        var keyBytes = KeyBytes(key);
        var found = bytes.Get(keyBytes);
        value = found is null ? default! : valueSerde.Deserialize(name, keyBytes, found);
        return found is not null;
    }

    public void Put(TKey key, TValue? value)
    {
        var keyBytes = KeyBytes(key);
        Write(keyBytes, _writer.ToBytes(valueSerde!, name, keyBytes, value));
    }

    public bool PutIfAbsent(TKey key, TValue value)
    {
        var keyBytes = KeyBytes(key);
        if (bytes.Get(keyBytes) is not null)
        {
            return false;
        }

        Write(keyBytes, _writer.ToBytes(valueSerde, name, keyBytes, value));
        return true;
    }

    public TValue? Delete(TKey key)
    {
        var keyBytes = KeyBytes(key);
        var found = bytes.Get(keyBytes);
        if (found is null)
        {
            return default;
        }

        Write(keyBytes, null);
        return valueSerde.Deserialize(name, keyBytes, found);
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All() => Typed(bytes.Scan(null, null));

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to) =>
        Typed(bytes.Scan(KeyBytes(from), ByteOrder.Successor(KeyBytes(to))));

    public IEnumerable<KeyValuePair<TKey, TValue>> PrefixScan(TKey prefix)
    {
        var from = KeyBytes(prefix);
        return Typed(bytes.Scan(from, ByteOrder.PrefixEnd(from)));
    }

    private void Write(byte[] key, byte[]? value)
    {
        bytes.Put(key, value);
        changelog?.Write(key, value, context.Timestamp);
    }

    private byte[] KeyBytes(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return context.KeyBytes(key, keySerde, name);
    }

    private IEnumerable<KeyValuePair<TKey, TValue>> Typed(IEnumerable<KeyValuePair<byte[], byte[]>> entries)
    {
        foreach (var (key, value) in entries)
        {
            yield return new(keySerde.Deserialize(name, key), valueSerde.Deserialize(name, key, value));
        }
    }
}
