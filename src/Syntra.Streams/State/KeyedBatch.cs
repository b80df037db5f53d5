using System.Buffers.Binary;

namespace Syntra.Streams.State;

/// <summary>A batch of entries made ready for an ordered file: by key, of several entries of a key only the last.</summary>
internal static class KeyedBatch
{
    public static IEnumerable<KeyValuePair<byte[], byte[]?>> InOrder(IReadOnlyCollection<KeyValuePair<byte[], byte[]?>> entries)
    {
        var slots = new Slot[entries.Count];
        var at = 0;
        foreach (var (key, value) in entries)
        {
            slots[at] = new Slot(Prefix(key), at, key, value);
            at++;
        }

        Array.Sort(slots);
        return LastOfEachKey(slots);
    }

    private static IEnumerable<KeyValuePair<byte[], byte[]?>> LastOfEachKey(Slot[] slots)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (i + 1 == slots.Length || !slots[i].Key.AsSpan().SequenceEqual(slots[i + 1].Key))
            {
                yield return new(slots[i].Key, slots[i].Value);
            }
        }
    }

    /// <summary>The first eight bytes as a number of the same order, so that most comparisons need not look at the key.</summary>
    private static ulong Prefix(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        }

        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private readonly record struct Slot(ulong Prefix, int Place, byte[] Key, byte[]? Value) : IComparable<Slot>
    {
        public int CompareTo(Slot other)
        {
            var order = Prefix.CompareTo(other.Prefix);
            order = order != 0 ? order : ByteOrder.Compare(Key, other.Key);
            return order != 0 ? order : Place.CompareTo(other.Place);
        }
    }
}
