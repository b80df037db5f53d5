namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Walks the records of a batch whose bodies are readable; stops, with <see cref="Malformed"/>, at the first impossible length.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> records, BatchHeader header)
{
    private readonly ReadOnlySpan<byte> data = records;
    private int at;
    private int seen;

    public bool Malformed { get; private set; }

    public long Offset { get; private set; }

    public long Timestamp { get; private set; }

    /// <summary>The record with its length prefix, as it stands in the batch.</summary>
    public ReadOnlySpan<byte> Encoded { get; private set; }

    public ReadOnlySpan<byte> Key { get; private set; }

    public bool HasKey { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool HasValue { get; private set; }

    public bool Next()
    {
        if (Malformed || seen >= header.RecordCount)
        {
            return false;
        }

        var start = at;
        if (!Varint.TryRead(data, ref at, out var length) || length < 0 || length > data.Length - at || !Body(data.Slice(at, (int)length)))
        {
            Malformed = true;
            return false;
        }

        at += (int)length;
        Encoded = data[start..at];
        seen++;
        return true;
    }

    private bool Body(ReadOnlySpan<byte> record)
    {
        var p = 1;
        if (record.IsEmpty || !Varint.TryRead(record, ref p, out var timestampDelta) || !Varint.TryRead(record, ref p, out var offsetDelta)
            || !Field(record, ref p, out var key, out var hasKey) || !Field(record, ref p, out var value, out var hasValue))
        {
            return false;
        }

        Timestamp = header.IsLogAppendTime ? header.MaxTimestamp : header.BaseTimestamp + timestampDelta;
        Offset = header.BaseOffset + offsetDelta;
        Key = key;
        HasKey = hasKey;
        Value = value;
        HasValue = hasValue;
        return offsetDelta >= 0 && offsetDelta <= header.LastOffsetDelta;
    }

    private static bool Field(ReadOnlySpan<byte> record, scoped ref int p, out ReadOnlySpan<byte> field, out bool present)
    {
        field = default;
        present = false;
        if (!Varint.TryRead(record, ref p, out var length) || length > record.Length - p)
        {
            return false;
        }

        if (length >= 0)
        {
            field = record.Slice(p, (int)length);
            p += (int)length;
            present = true;
        }

        return true;
    }
}
