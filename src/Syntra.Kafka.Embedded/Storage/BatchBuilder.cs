using System.Buffers.Binary;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Builds one uncompressed record batch: for the broker's own logs, for control markers and for messages in older formats.</summary>
internal sealed class BatchBuilder(long timestamp)
{
    private readonly MemoryStream body = new();
    private long baseTimestamp = timestamp;
    private long maxTimestamp = timestamp;
    private int count;

    public long ProducerId { get; init; } = -1;

    public short ProducerEpoch { get; init; } = -1;

    public short Attributes { get; init; }

    public int Count => count;

    /// <summary>A control batch that ends a transaction on one partition.</summary>
    public static byte[] EndMarker(long producerId, short epoch, bool commit, int coordinatorEpoch, long timestamp)
    {
        Span<byte> key = [0, 0, 0, (byte)(commit ? 1 : 0)];
        Span<byte> value = stackalloc byte[6];
        BinaryPrimitives.WriteInt32BigEndian(value[2..], coordinatorEpoch);
        var builder = new BatchBuilder(timestamp) { ProducerId = producerId, ProducerEpoch = epoch, Attributes = 0x30 };
        builder.Add(key, value, isNull: false);
        return builder.Build();
    }

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isNull) => Add(key, hasKey: true, value, !isNull, baseTimestamp);

    /// <summary>Adds a record with a time of its own. The first record's is the batch's.</summary>
    public void Add(ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue, long recordTimestamp)
    {
        baseTimestamp = count == 0 ? recordTimestamp : baseTimestamp;
        maxTimestamp = Math.Max(maxTimestamp, recordTimestamp);
        var record = new MemoryStream(key.Length + value.Length + 32);
        record.WriteByte(0);
        Varint.Write(record, recordTimestamp - baseTimestamp);
        Varint.Write(record, count);
        Varint.Write(record, hasKey ? key.Length : -1);
        record.Write(key);
        Varint.Write(record, hasValue ? value.Length : -1);
        record.Write(value);
        Varint.Write(record, 0);
        Varint.Write(body, record.Length);
        record.WriteTo(body);
        count++;
    }

    public byte[] Build()
    {
        var batch = new byte[BatchHeader.Size + body.Length];
        var b = batch.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(b[8..], batch.Length - BatchHeader.PrefixSize);
        b[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(b[21..], Attributes);
        BinaryPrimitives.WriteInt32BigEndian(b[23..], count - 1);
        BinaryPrimitives.WriteInt64BigEndian(b[27..], baseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(b[35..], maxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(b[43..], ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(b[51..], ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(b[53..], -1);
        BinaryPrimitives.WriteInt32BigEndian(b[57..], count);
        body.GetBuffer().AsSpan(0, (int)body.Length).CopyTo(b[BatchHeader.Size..]);
        BinaryPrimitives.WriteUInt32BigEndian(b[BatchHeader.CrcAt..], Crc32C.Compute(b[BatchHeader.CrcFrom..]));
        return batch;
    }
}
