using System.Buffers.Binary;
using Syntra.Kafka.Embedded.Storage.Codecs;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage.MessageSets;

/// <summary>
/// Turns a message set of format v0 or v1 (Kafka 0.8 to 0.10) into one batch v2. A compressed set is a message whose value is a set:
/// it is opened, and the batch is compressed with gzip in its place. Messages of v0 have no time: their timestamp is -1, as in Kafka.
/// </summary>
internal static class MessageSetReader
{
    private const int EntryPrefix = 12;
    private const int SmallestMessage = 14;

    /// <summary>A set of messages, as opposed to a batch: tells by the magic byte, which stands at the same place in both.</summary>
    public static bool IsMessageSet(ReadOnlySpan<byte> records) => records.Length > 16 && records[16] is 0 or 1;

    public static ErrorCode TryConvert(ReadOnlyMemory<byte> set, out byte[] batch)
    {
        var builder = new BatchBuilder(timestamp: -1);
        var error = Read(set, builder, nested: false, out var compressed);
        batch = error == ErrorCode.None ? builder.Build() : [];
        if (error == ErrorCode.None && compressed)
        {
            batch = Compress(batch);
        }

        return error;
    }

    private static ErrorCode Read(ReadOnlyMemory<byte> set, BatchBuilder builder, bool nested, out bool compressed)
    {
        compressed = false;
        if (set.IsEmpty)
        {
            return ErrorCode.InvalidRecord;
        }

        while (!set.IsEmpty)
        {
            var span = set.Span;
            var size = span.Length < EntryPrefix ? -1 : BinaryPrimitives.ReadInt32BigEndian(span[8..]);
            if (size < SmallestMessage || size > span.Length - EntryPrefix)
            {
                return ErrorCode.CorruptMessage;
            }

            var error = Message(set.Slice(EntryPrefix, size), builder, nested, out var wrapped);
            if (error != ErrorCode.None)
            {
                return error;
            }

            compressed |= wrapped;
            set = set[(EntryPrefix + size)..];
        }

        return ErrorCode.None;
    }

    private static ErrorCode Message(ReadOnlyMemory<byte> message, BatchBuilder builder, bool nested, out bool compressed)
    {
        compressed = false;
        var span = message.Span;
        var (magic, codec) = (span[4], (Codec)(span[5] & 0x07));
        var at = magic == 0 ? 6 : 14;
        if (magic > 1 || BinaryPrimitives.ReadUInt32BigEndian(span) != Crc32.Compute(span[4..])
            || !TryField(message, ref at, out var key) || !TryField(message, ref at, out var value) || at != span.Length)
        {
            return ErrorCode.CorruptMessage;
        }

        if (codec == Codec.None)
        {
            var timestamp = magic == 0 ? -1 : BinaryPrimitives.ReadInt64BigEndian(span[6..]);
            builder.Add(key is { } k ? k.Span : default, key is not null, value is { } v ? v.Span : default, value is not null, timestamp);
            return ErrorCode.None;
        }

        compressed = true;
        if (!BatchBody.CanOpen(codec))
        {
            return ErrorCode.UnsupportedCompressionType;
        }

        return !nested && value is { } set && BatchBody.TryOpen(set, codec) is { } opened
            ? Read(opened, builder, nested: true, out _)
            : ErrorCode.CorruptMessage;
    }

    private static bool TryField(ReadOnlyMemory<byte> message, ref int at, out ReadOnlyMemory<byte>? field)
    {
        field = null;
        if (message.Length - at < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(message.Span[at..]);
        at += 4;
        if (length < 0)
        {
            return length == -1;
        }

        if (length > message.Length - at)
        {
            return false;
        }

        field = message.Slice(at, length);
        at += length;
        return true;
    }

    private static byte[] Compress(byte[] batch)
    {
        byte[] smaller = [.. batch.AsSpan(0, BatchHeader.Size), .. Gzip.Write(batch.AsSpan(BatchHeader.Size))];
        var b = smaller.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(b[8..], b.Length - BatchHeader.PrefixSize);
        b[22] = (byte)Codec.Gzip;
        BinaryPrimitives.WriteUInt32BigEndian(b[BatchHeader.CrcAt..], Crc32C.Compute(b[BatchHeader.CrcFrom..]));
        return smaller;
    }
}
