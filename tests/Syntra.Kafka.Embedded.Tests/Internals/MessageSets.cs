using System.Buffers.Binary;
using System.Text;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Storage.Codecs;
using Syntra.Kafka.Embedded.Storage.MessageSets;

namespace Syntra.Kafka.Embedded.Tests.Internals;

/// <summary>One message of the formats before v2, as far as a test looks at it.</summary>
internal readonly record struct OldMessage(long Offset, long Timestamp, string? Key, string? Value);

/// <summary>Writes and reads message sets of formats v0 and v1 as the protocol documents them, independently of the broker's own code.</summary>
internal static class MessageSets
{
    public static byte[] Set(byte magic, params IEnumerable<OldMessage> messages) => [.. messages.SelectMany(m => Entry(magic, 0, m.Offset, m.Timestamp, Utf8(m.Key), Utf8(m.Value)))];

    /// <summary>A set in a message: the way of these formats to compress.</summary>
    public static byte[] Gzipped(byte magic, params IEnumerable<OldMessage> messages) => Entry(magic, 1, 0, 0, null, Gzip.Write(Set(magic, messages)));

    public static List<OldMessage> Read(ReadOnlySpan<byte> set, byte magic)
    {
        var result = new List<OldMessage>();
        for (var at = 0; at < set.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(set[(at + 8)..]);
            var message = set.Slice(at + 12, size);
            Assert.Equal(Crc32.Compute(message[4..]), BinaryPrimitives.ReadUInt32BigEndian(message));
            Assert.Equal((magic, 0), (message[4], message[5]));
            var p = magic == 0 ? 6 : 14;
            var timestamp = magic == 0 ? -1 : BinaryPrimitives.ReadInt64BigEndian(message[6..]);
            var (key, value) = (Field(message, ref p), Field(message, ref p));
            Assert.Equal(size, p);
            result.Add(new(BinaryPrimitives.ReadInt64BigEndian(set[at..]), timestamp, key, value));
            at += 12 + size;
        }

        return result;
    }

    /// <summary>The records of a batch v2, in the same shape.</summary>
    public static List<OldMessage> Records(byte[] batch)
    {
        var header = BatchHeader.Read(batch);
        Assert.Equal((batch.Length, header.Crc), (header.TotalSize, Crc32C.Compute(batch.AsSpan(BatchHeader.CrcFrom))));
        var reader = new RecordReader(BatchBody.TryOpen(batch, header)!.Value.Span, header);
        var result = new List<OldMessage>();
        while (reader.Next())
        {
            result.Add(new(
                reader.Offset, reader.Timestamp, reader.HasKey ? Encoding.UTF8.GetString(reader.Key) : null,
                reader.HasValue ? Encoding.UTF8.GetString(reader.Value) : null));
        }

        Assert.False(reader.Malformed);
        Assert.Equal((result.Count, result.Max(r => r.Timestamp)), (header.RecordCount, header.MaxTimestamp));
        return result;
    }

    private static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static byte[] Entry(byte magic, byte attributes, long offset, long timestamp, byte[]? key, byte[]? value)
    {
        byte[] body = [magic, attributes, .. magic == 0 ? [] : Int64(timestamp), .. Field(key), .. Field(value)];
        return [.. Int64(offset), .. Int32(4 + body.Length), .. Int32((int)Crc32.Compute(body)), .. body];
    }

    private static byte[] Field(byte[]? value) => [.. Int32(value?.Length ?? -1), .. value ?? []];

    private static string? Field(ReadOnlySpan<byte> message, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(message[at..]);
        var text = length < 0 ? null : Encoding.UTF8.GetString(message.Slice(at + 4, length));
        at += 4 + Math.Max(0, length);
        return text;
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
