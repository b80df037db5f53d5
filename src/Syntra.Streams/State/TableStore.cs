using System.Buffers.Binary;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.State;

/// <summary>The store of a table: each row with its event time, kept as eight bytes before the value. The changelog has the plain value, and the time as timestamp.</summary>
internal sealed class TableStore<TKey, TValue>(
    string name, IByteStore bytes, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, ChangelogWriter? changelog, TaskContext context)
    : IReadOnlyKeyValueStore<TKey, TValue>
{
    public string Name => name;

    public long ApproximateCount => bytes.Count;

    public TValue? Get(TKey key) => TryGet(key, out var value) ? value : default;

    public bool TryGet(TKey key, out TValue value) => TryGet(key, out value, out _);

    public bool TryGet(TKey key, out TValue value, out long timestamp)
    {
        var keyBytes = context.KeyBytes(key, keySerde, name);
        var found = bytes.Get(keyBytes);
        if (found is null)
        {
            (value, timestamp) = (default!, -1);
            return false;
        }

        timestamp = BinaryPrimitives.ReadInt64BigEndian(found);
        value = valueSerde.Deserialize(name, keyBytes, found.AsSpan(8));
        return true;
    }

    public void Put(TKey key, TValue value, long timestamp)
    {
        var keyBytes = context.KeyBytes(key, keySerde, name);
        var plain = context.Writer.Serialize(valueSerde, name, keyBytes, value);
        var row = new byte[plain.Length + 8];
        BinaryPrimitives.WriteInt64BigEndian(row, timestamp);
        plain.CopyTo(row.AsSpan(8));
        bytes.Put(keyBytes, row);
        changelog?.Write(keyBytes, row.AsSpan(8).ToArray(), timestamp);
    }

    public void Remove(TKey key, long timestamp)
    {
        var keyBytes = context.KeyBytes(key, keySerde, name);
        bytes.Put(keyBytes, null);
        changelog?.Write(keyBytes, null, timestamp);
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All() => Typed(bytes.Scan(null, null));

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to) =>
        Typed(bytes.Scan(context.KeyBytes(from, keySerde, name), ByteOrder.Successor(context.KeyBytes(to, keySerde, name))));

    public IEnumerable<KeyValuePair<TKey, TValue>> PrefixScan(TKey prefix)
    {
        var from = context.KeyBytes(prefix, keySerde, name);
        return Typed(bytes.Scan(from, ByteOrder.PrefixEnd(from)));
    }

    private IEnumerable<KeyValuePair<TKey, TValue>> Typed(IEnumerable<KeyValuePair<byte[], byte[]>> entries)
    {
        foreach (var (key, value) in entries)
        {
            yield return new(keySerde.Deserialize(name, key), valueSerde.Deserialize(name, key, value.AsSpan(8)));
        }
    }
}

/// <summary>Describes the store of a table.</summary>
internal sealed record TableStoreBuilder<TKey, TValue> : StoreBuilder
{
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;

    public TableStoreBuilder(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
        : base(name) => (_keySerde, _valueSerde) = (keySerde, valueSerde);

    internal override StoreInstance Create(StoreCreation creation)
    {
        var bytes = creation.CreateBytes(this);
        var face = new TableStore<TKey, TValue>(Name, bytes, _keySerde, _valueSerde, creation.Changelog(this), creation.Context);
        return new StoreInstance(this, creation.Context.TaskId.Partition, face, bytes);
    }

    internal override byte[]? FromChangelog(byte[]? value, long timestamp)
    {
        if (value is null)
        {
            return null;
        }

        var row = new byte[value.Length + 8];
        BinaryPrimitives.WriteInt64BigEndian(row, timestamp);
        value.CopyTo(row.AsSpan(8));
        return row;
    }
}
