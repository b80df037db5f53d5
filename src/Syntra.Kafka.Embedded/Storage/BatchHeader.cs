using System.Buffers.Binary;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>The fixed 61 bytes in front of every record batch v2 (Kafka message format, magic 2).</summary>
internal readonly record struct BatchHeader
{
    public const int Size = 61;
    public const int PrefixSize = 12;
    public const int CrcAt = 17;
    public const int CrcFrom = 21;
    private const int AttributesAt = 21;
    private const int MaxTimestampAt = 35;

    public required long BaseOffset { get; init; }

    /// <summary>Whole size on disk and on the wire, the 12 bytes of offset and length included.</summary>
    public required int TotalSize { get; init; }

    public required byte Magic { get; init; }

    public required uint Crc { get; init; }

    public required short Attributes { get; init; }

    public required int LastOffsetDelta { get; init; }

    public required long BaseTimestamp { get; init; }

    public required long MaxTimestamp { get; init; }

    public required long ProducerId { get; init; }

    public required short ProducerEpoch { get; init; }

    public required int BaseSequence { get; init; }

    public required int RecordCount { get; init; }

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public int LastSequence => Sequences.Add(BaseSequence, LastOffsetDelta);

    public Codec Codec => (Codec)(Attributes & 0x07);

    public bool IsLogAppendTime => (Attributes & 0x08) != 0;

    public bool IsTransactional => (Attributes & 0x10) != 0;

    public bool IsControl => (Attributes & 0x20) != 0;

    public bool HasProducer => ProducerId >= 0;

    public static BatchHeader Read(ReadOnlySpan<byte> b) => new()
    {
        BaseOffset = BinaryPrimitives.ReadInt64BigEndian(b),
        TotalSize = (int)Math.Min((long)BinaryPrimitives.ReadInt32BigEndian(b[8..]) + PrefixSize, int.MaxValue),
        Magic = b[16],
        Crc = BinaryPrimitives.ReadUInt32BigEndian(b[CrcAt..]),
        Attributes = BinaryPrimitives.ReadInt16BigEndian(b[AttributesAt..]),
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(b[23..]),
        BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(b[27..]),
        MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(b[MaxTimestampAt..]),
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(b[43..]),
        ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(b[51..]),
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(b[53..]),
        RecordCount = BinaryPrimitives.ReadInt32BigEndian(b[57..]),
    };

    /// <summary>Fills in what the broker owns; neither field is covered by the CRC.</summary>
    public static void PatchPlacement(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[12..], leaderEpoch);
    }

    /// <summary>Turns the batch to log-append time; these fields are under the CRC, which is computed anew.</summary>
    public static void PatchLogAppendTime(Span<byte> batch, long timestamp)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]);
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], (short)(attributes | 0x08));
        PatchMaxTimestamp(batch, timestamp);
    }

    /// <summary>Sets the batch's highest timestamp, which is under the CRC too.</summary>
    public static void PatchMaxTimestamp(Span<byte> batch, long timestamp)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(batch[CrcAt..], Crc32C.Compute(batch[CrcFrom..]));
    }
}
