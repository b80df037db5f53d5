using System.Collections.Concurrent;
using Syntra.Streams.Errors;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Tables;

/// <summary>
/// Keeps the deserialised values beside the bytes: global tables are written seldom and read for every record.
/// Values are shared between threads, so the type must be treated as immutable.
/// </summary>
internal sealed class GlobalStore<TKey, TValue>(string name, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    : GlobalStore, IReadOnlyKeyValueStore<TKey, TValue>
{
    private readonly ConcurrentDictionary<byte[], Row> _rows = new(ByteKeyComparer.Instance);
    private readonly Lock _orderGate = new();
    private readonly SortedKeys _order = new([]);

    [ThreadStatic]
    private static SerdeWriter? _writer;

    public override string Name => name;

    public long ApproximateCount => _rows.Count;

    private static SerdeWriter Writer => _writer ??= new SerdeWriter();

    public override void Apply(in RawRecord record)
    {
        if (record.Key is null)
        {
            throw new PoisonRecordException(name, new FormatException("A table record has no key."));
        }

        if (record.Value is null)
        {
            _rows.TryRemove(record.Key, out _);
            lock (_orderGate)
            {
                _order.Remove(record.Key);
            }

            return;
        }

        var row = Read(record.Key, record.Value);
        lock (_orderGate)
        {
            _order.Add(record.Key);
        }

        _rows[record.Key] = row;
    }

    public override void CopyTo(GlobalStore other)
    {
        var copy = (GlobalStore<TKey, TValue>)other;
        foreach (var (key, row) in _rows)
        {
            lock (copy._orderGate)
            {
                copy._order.Add(key);
            }

            copy._rows[key] = row;
        }
    }

    public TValue? Get(TKey key) => TryGet(key, out var value) ? value : default;

    public bool TryGet(TKey key, out TValue value)
    {
        var lookup = _rows.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(KeySpan(key), out var row))
        {
            value = row.Value;
            return true;
        }

        value = default!;
        return false;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All() => Walk([], null);

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to) =>
        Walk(KeySpan(from).ToArray(), ByteOrder.Successor(KeySpan(to)));

    public IEnumerable<KeyValuePair<TKey, TValue>> PrefixScan(TKey prefix)
    {
        var from = KeySpan(prefix).ToArray();
        return Walk(from, ByteOrder.PrefixEnd(from));
    }

    private IEnumerable<KeyValuePair<TKey, TValue>> Walk(byte[] from, byte[]? toExclusive)
    {
        var key = Next(from, inclusive: true);
        while (key is not null && (toExclusive is null || ByteOrder.Compare(key, toExclusive) < 0))
        {
            if (_rows.TryGetValue(key, out var row))
            {
                yield return new(row.Key, row.Value);
            }

            key = Next(key, inclusive: false);
        }
    }

    private byte[]? Next(byte[] key, bool inclusive)
    {
        lock (_orderGate)
        {
            return _order.AtOrAbove(key, inclusive);
        }
    }

    private Row Read(byte[] key, byte[] value)
    {
        try
        {
            return new Row(keySerde.Deserialize(topic, key), valueSerde.Deserialize(topic, key, value));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The named boundary of user serdes.
            throw new PoisonRecordException(name, e);
        }
    }

    private ReadOnlySpan<byte> KeySpan(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Writer.Serialize(keySerde, topic, key);
    }

    private sealed record Row(TKey Key, TValue Value);
}
