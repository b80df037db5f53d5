using System.Buffers.Binary;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage.MessageSets;

/// <summary>
/// Turns batches v2 into uncompressed messages of format v0 or v1, for fetches before v4. Headers of records, producers and
/// transactions have no place in them: such a reader sees aborted data too, as it does on Kafka, and end markers are left out.
/// </summary>
internal sealed class MessageSetWriter(byte magic)
{
    private readonly MemoryStream output = new();

    public int Length => (int)output.Length;

    public byte[] ToArray() => output.ToArray();

    /// <summary>Adds a batch's records from the offset on.</summary>
    public ErrorCode Add(ReadOnlyMemory<byte> batch, BatchHeader header, long fromOffset)
    {
        if (header.IsControl)
        {
            return ErrorCode.None;
        }

        if (BatchBody.TryOpen(batch, header) is not { } body)
        {
            return BatchBody.CanOpen(header.Codec) ? ErrorCode.CorruptMessage : ErrorCode.UnsupportedCompressionType;
        }

        for (var reader = new RecordReader(body.Span, header); reader.Next();)
        {
            if (reader.Offset >= fromOffset)
            {
                Add(ref reader, header.IsLogAppendTime);
            }
        }

        return ErrorCode.None;
    }

    private void Add(ref RecordReader record, bool logAppendTime)
    {
        var fixedPart = magic == 0 ? 14 : 22;
        var size = fixedPart + record.Key.Length + record.Value.Length;
        var entry = new byte[12 + size];
        var e = entry.AsSpan();
        BinaryPrimitives.WriteInt64BigEndian(e, record.Offset);
        BinaryPrimitives.WriteInt32BigEndian(e[8..], size);
        var message = e[12..];
        message[4] = magic;
        message[5] = (byte)(magic == 1 && logAppendTime ? 0x08 : 0);
        if (magic == 1)
        {
            BinaryPrimitives.WriteInt64BigEndian(message[6..], record.Timestamp);
        }

        var at = magic == 0 ? 6 : 14;
        at += Field(message[at..], record.Key, record.HasKey);
        Field(message[at..], record.Value, record.HasValue);
        BinaryPrimitives.WriteUInt32BigEndian(message, Crc32.Compute(message[4..]));
        output.Write(entry);
    }

    private static int Field(Span<byte> destination, ReadOnlySpan<byte> value, bool present)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, present ? value.Length : -1);
        value.CopyTo(destination[4..]);
        return 4 + value.Length;
    }
}
