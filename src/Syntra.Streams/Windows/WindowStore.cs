using System.Buffers.Binary;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Windows;

/// <summary>Reads the windows of a windowed table.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public interface IReadOnlyWindowStore<TKey, TValue> : IStateStore
{
    /// <summary>The value of a key in the window that starts at <paramref name="startMs"/>; false where there is none.</summary>
    bool TryGet(TKey key, long startMs, out TValue value);

    /// <summary>The windows of a key that start within the bounds (both included), oldest first.</summary>
    IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> Fetch(TKey key, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Every window of every key, oldest first.</summary>
    IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> All();
}

/// <summary>A store that also keeps the task's stream time, so that what is late after a restart is what was late before.</summary>
internal interface IKeepsStreamTime
{
    long StoredStreamTime { get; }

    void StoreStreamTime(long streamTime);
}

/// <summary>Tumbling windows. Keys are start (eight bytes, big-endian) then key, so windows that close lie together; values carry their event time.</summary>
internal sealed class WindowStore<TKey, TValue>(
    string name, TimeWindows windows, IByteStore bytes, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, ChangelogWriter? changelog, TaskContext context)
    : IReadOnlyWindowStore<TKey, TValue>, IKeepsStreamTime
{
    public string Name => name;

    public long StoredStreamTime => StreamTimeEntry.Read(bytes);

    public void StoreStreamTime(long streamTime) => StreamTimeEntry.Write(bytes, changelog, streamTime);

    public bool TryGet(TKey key, long startMs, out TValue value) => TryGet(key, startMs, out value, out _);

    public bool TryGet(TKey key, long startMs, out TValue value, out long timestamp)
    {
        var at = Key(key, startMs);
        var found = bytes.Get(at);
        (value, timestamp) = found is null ? (default!, -1) : (valueSerde.Deserialize(name, at, found.AsSpan(8)), BinaryPrimitives.ReadInt64BigEndian(found));
        return found is not null;
    }

    public void Put(TKey key, long startMs, TValue value, long timestamp)
    {
        var at = Key(key, startMs);
        var plain = context.Writer.Serialize(valueSerde, name, at, value);
        var row = new byte[plain.Length + 8];
        BinaryPrimitives.WriteInt64BigEndian(row, timestamp);
        plain.CopyTo(row.AsSpan(8));
        bytes.Put(at, row);
        changelog?.Write(at, row, timestamp);
    }

    /// <summary>Deletes every window that starts before <paramref name="startMs"/>, handing each over first.</summary>
    public void CloseBefore(long startMs, Action<Windowed<TKey>, TValue, long>? closing)
    {
        foreach (var (at, row) in bytes.Scan(null, StartBytes(startMs)))
        {
            if (closing is not null)
            {
                closing(Read(at), valueSerde.Deserialize(name, at, row.AsSpan(8)), BinaryPrimitives.ReadInt64BigEndian(row));
            }

            bytes.Put(at, null);
            changelog?.Write(at, null, context.Timestamp);
        }
    }

    public IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> Fetch(TKey key, DateTimeOffset from, DateTimeOffset to)
    {
        var first = windows.StartOf(Math.Max(0, from.ToUnixTimeMilliseconds() + windows.SizeMs - 1));
        for (var start = first; start <= to.ToUnixTimeMilliseconds(); start += windows.SizeMs)
        {
            if (TryGet(key, start, out var value))
            {
                yield return new(new Windowed<TKey>(key, start, start + windows.SizeMs), value);
            }
        }
    }

    public IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> All()
    {
        foreach (var (at, row) in bytes.Scan(null, StreamTimeEntry.Key))
        {
            yield return new(Read(at), valueSerde.Deserialize(name, at, row.AsSpan(8)));
        }
    }

    private static byte[] StartBytes(long startMs)
    {
        var start = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(start, startMs);
        return start;
    }

    private byte[] Key(TKey key, long startMs)
    {
        var plain = context.KeyBytes(key, keySerde, name);
        var at = new byte[plain.Length + 8];
        BinaryPrimitives.WriteInt64BigEndian(at, startMs);
        plain.CopyTo(at.AsSpan(8));
        return at;
    }

    private Windowed<TKey> Read(byte[] at)
    {
        var start = BinaryPrimitives.ReadInt64BigEndian(at);
        return new Windowed<TKey>(keySerde.Deserialize(name, at.AsSpan(8)), start, start + windows.SizeMs);
    }
}

/// <summary>The entry in which a windowed store keeps stream time. Its key lies above every window's, since times are not negative.</summary>
internal static class StreamTimeEntry
{
    public static byte[] Key { get; } = [0xFF];

    public static long Read(IByteStore bytes) => bytes.Get(Key) is { Length: 8 } kept ? BinaryPrimitives.ReadInt64BigEndian(kept) : -1;

    public static void Write(IByteStore bytes, ChangelogWriter? changelog, long streamTime)
    {
        if (streamTime <= Read(bytes))
        {
            return;
        }

        var value = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(value, streamTime);
        bytes.Put(Key, value);
        changelog?.Write(Key, value, streamTime);
    }
}
