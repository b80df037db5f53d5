using System.Buffers.Binary;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Windows;

/// <summary>
/// The records of one side of a windowed join. Keys are: length of key, key, event time, number among equals; values are one
/// byte "has been joined", then the record's value, which serdes may bind to the store's key. A queue in memory knows which entries expire next; it is made from the
/// store when a task starts, and costs about 100 bytes an entry.
/// </summary>
internal sealed class JoinStore<TKey, TValue>(
    string name, IByteStore bytes, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, ChangelogWriter? changelog, TaskContext context)
    : IStateStore, IKeepsStreamTime
{
    private readonly PriorityQueue<byte[], (long Time, long Order)> _expiring = new();
    private long _order;

    public string Name => name;

    public long StoredStreamTime => StreamTimeEntry.Read(bytes);

    public void StoreStreamTime(long streamTime) => StreamTimeEntry.Write(bytes, changelog, streamTime);

    /// <summary>Call once before use: learns what the store holds.</summary>
    public void Load()
    {
        _expiring.Clear();
        foreach (var (at, _) in bytes.Scan(null, StreamTimeEntry.Key))
        {
            _expiring.Enqueue(at, (TimeOf(at), _order++));
        }
    }

    public void Add(TKey key, TValue value, long timestamp, bool joined)
    {
        var prefix = Prefix(key, timestamp);
        var equals = bytes.Scan(prefix, ByteOrder.PrefixEnd(prefix)).Count();
        var at = new byte[prefix.Length + 4];
        prefix.CopyTo(at, 0);
        BinaryPrimitives.WriteInt32BigEndian(at.AsSpan(prefix.Length), equals);
        var plain = context.Writer.Serialize(valueSerde, name, at, value);
        var row = new byte[plain.Length + 1];
        row[0] = joined ? (byte)1 : (byte)0;
        plain.CopyTo(row.AsSpan(1));
        Write(at, row, timestamp);
        _expiring.Enqueue(at, (timestamp, _order++));
    }

    /// <summary>The records of a key between two times, both included, oldest first; marks them as joined.</summary>
    public IEnumerable<(TValue Value, long Timestamp)> Match(TKey key, long from, long to)
    {
        foreach (var (at, row) in bytes.Scan(Prefix(key, Math.Max(0, from)), ByteOrder.PrefixEnd(Prefix(key, to))))
        {
            if (row[0] == 0)
            {
                var joined = row.AsSpan().ToArray();
                joined[0] = 1;
                Write(at, joined, TimeOf(at));
            }

            yield return (valueSerde.Deserialize(name, at, row.AsSpan(1)), TimeOf(at));
        }
    }

    /// <summary>Deletes the records older than <paramref name="time"/>, handing over those that were never joined.</summary>
    public void Expire(long time, Action<TKey, TValue, long>? unmatched)
    {
        while (_expiring.TryPeek(out var at, out var due) && due.Time < time)
        {
            _expiring.Dequeue();
            if (bytes.Get(at) is not { } row)
            {
                continue;
            }

            if (unmatched is not null && row[0] == 0)
            {
                unmatched(KeyOf(at), valueSerde.Deserialize(name, at, row.AsSpan(1)), due.Time);
            }

            bytes.Put(at, null);
            changelog?.Write(at, null, context.Timestamp);
        }
    }

    private void Write(byte[] at, byte[] row, long timestamp)
    {
        bytes.Put(at, row);
        changelog?.Write(at, row, timestamp);
    }

    private byte[] Prefix(TKey key, long timestamp)
    {
        var plain = context.KeyBytes(key, keySerde, name);
        var prefix = new byte[plain.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(prefix, plain.Length);
        plain.CopyTo(prefix.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(prefix.AsSpan(4 + plain.Length), timestamp);
        return prefix;
    }

    private TKey KeyOf(byte[] at) => keySerde.Deserialize(name, at.AsSpan(4, BinaryPrimitives.ReadInt32BigEndian(at)));

    private static long TimeOf(byte[] at) => BinaryPrimitives.ReadInt64BigEndian(at.AsSpan(at.Length - 12));
}

/// <summary>Describes the store of one side of a windowed join.</summary>
internal sealed record JoinStoreBuilder<TKey, TValue> : StoreBuilder
{
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;

    public JoinStoreBuilder(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
        : base(name) => (_keySerde, _valueSerde) = (keySerde, valueSerde);

    internal override StoreInstance Create(StoreCreation creation)
    {
        var bytes = creation.CreateBytes(this);
        var face = new JoinStore<TKey, TValue>(Name, bytes, _keySerde, _valueSerde, creation.Changelog(this), creation.Context);
        return new StoreInstance(this, creation.Context.TaskId.Partition, face, bytes);
    }
}
