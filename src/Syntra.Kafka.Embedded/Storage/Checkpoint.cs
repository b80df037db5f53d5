using System.Buffers.Binary;
using System.Text;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>
/// How far a log is known good on disk, and the producers as of there. Recovery starts here instead of at the first byte.
/// A damaged or missing one costs a full scan, nothing else; so does one of an earlier boot, where the data was left to the OS to flush.
/// </summary>
internal sealed record Checkpoint(long LogStart, long CleanedUpTo, long SegmentBase, long Position, long NextOffset, IReadOnlyCollection<ProducerState> Producers)
{
    /// <summary>The boot within which this holds although the data was not flushed; empty where it was.</summary>
    public string BootId { get; init; } = "";

    private const int Magic = 0x534B4350;

    public byte[] Encode()
    {
        var stream = new MemoryStream();
        Int32(stream, Magic);
        Int64(stream, LogStart);
        Int64(stream, CleanedUpTo);
        Int64(stream, SegmentBase);
        Int64(stream, Position);
        Int64(stream, NextOffset);
        Int32(stream, Producers.Count);
        foreach (var p in Producers)
        {
            Int64(stream, p.ProducerId);
            Int32(stream, p.Epoch);
            Int32(stream, p.CoordinatorEpoch);
            Int64(stream, p.LastTimestamp);
            Int64(stream, p.TransactionStart);
            Int32(stream, p.Batches.Count);
            foreach (var b in p.Batches)
            {
                Int32(stream, b.FirstSequence);
                Int32(stream, b.LastSequence);
                Int64(stream, b.BaseOffset);
                Int64(stream, b.Timestamp);
            }
        }

        var boot = Encoding.ASCII.GetBytes(BootId);
        Int32(stream, boot.Length);
        stream.Write(boot);
        Int32(stream, (int)Crc32C.Compute(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>Null where the bytes are not a whole checkpoint.</summary>
    public static Checkpoint? Decode(byte[]? bytes)
    {
        if (bytes is null || bytes.Length < 48 || BinaryPrimitives.ReadInt32BigEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(bytes.Length - 4)) != Crc32C.Compute(bytes.AsSpan(0, bytes.Length - 4)))
        {
            return null;
        }

        var r = new Reader(bytes) { At = 4 };
        long start = r.Int64(), cleaned = r.Int64(), segment = r.Int64(), position = r.Int64(), next = r.Int64();
        var producers = new ProducerState[r.Int32()];
        for (var i = 0; i < producers.Length; i++)
        {
            producers[i] = Producer(ref r);
        }

        return new Checkpoint(start, cleaned, segment, position, next, producers) { BootId = Encoding.ASCII.GetString(r.Bytes(r.Int32())) };
    }

    private static ProducerState Producer(ref Reader r)
    {
        var state = new ProducerState(r.Int64());
        state.Advance((short)r.Int32());
        state.CoordinatorEpoch = r.Int32();
        var lastTimestamp = r.Int64();
        state.TransactionStart = r.Int64();
        for (var n = r.Int32(); n > 0; n--)
        {
            state.Remember(new(r.Int32(), r.Int32(), r.Int64(), r.Int64()));
        }

        state.LastTimestamp = lastTimestamp;
        return state;
    }

    private static void Int32(Stream stream, int value)
    {
        Span<byte> b = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(b, value);
        stream.Write(b);
    }

    private static void Int64(Stream stream, long value)
    {
        Span<byte> b = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(b, value);
        stream.Write(b);
    }

    private ref struct Reader(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> bytes = data;

        public int At { get; set; }

        public int Int32()
        {
            At += 4;
            return BinaryPrimitives.ReadInt32BigEndian(bytes[(At - 4)..]);
        }

        public ReadOnlySpan<byte> Bytes(int count)
        {
            At += count;
            return bytes.Slice(At - count, count);
        }

        public long Int64()
        {
            At += 8;
            return BinaryPrimitives.ReadInt64BigEndian(bytes[(At - 8)..]);
        }
    }
}
