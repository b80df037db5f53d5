using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Checks a client's batch before it may enter a log: shape, size, CRC, and what the topic asks for.</summary>
internal static class BatchValidator
{
    public static ErrorCode Check(ReadOnlyMemory<byte> records, LogConfig config, long now)
    {
        if (records.Length < BatchHeader.Size)
        {
            return records.Length > 16 && records.Span[16] is 0 or 1 ? ErrorCode.UnsupportedForMessageFormat : ErrorCode.CorruptMessage;
        }

        var header = BatchHeader.Read(records.Span);
        if (header.Magic < 2)
        {
            return ErrorCode.UnsupportedForMessageFormat;
        }

        if (header.TotalSize != records.Length)
        {
            return header.TotalSize is >= BatchHeader.Size && header.TotalSize < records.Length ? ErrorCode.InvalidRecord : ErrorCode.CorruptMessage;
        }

        if (records.Length > config.MaxMessageBytes)
        {
            return ErrorCode.MessageTooLarge;
        }

        if (header.Magic != 2 || Crc32C.Compute(records.Span[BatchHeader.CrcFrom..]) != header.Crc)
        {
            return ErrorCode.CorruptMessage;
        }

        var error = CheckContent(records, header, config);
        return error == ErrorCode.None && !config.LogAppendTime && !InTime(header, config, now) ? ErrorCode.InvalidTimestamp : error;
    }

    private static ErrorCode CheckContent(ReadOnlyMemory<byte> records, BatchHeader header, LogConfig config)
    {
        var counted = header.RecordCount > 0 && header.LastOffsetDelta == header.RecordCount - 1;
        var sequenced = !header.HasProducer || (header.ProducerEpoch >= 0 && header.BaseSequence >= 0);
        var transactional = !header.IsTransactional || header.HasProducer;
        if (!counted || !sequenced || !transactional || header.IsControl || header.Codec > Codec.Zstd)
        {
            return ErrorCode.InvalidRecord;
        }

        return config.Compact && !AllHaveKeys(records, header) ? ErrorCode.InvalidRecord : ErrorCode.None;
    }

    private static bool InTime(BatchHeader header, LogConfig config, long now) =>
        (config.TimestampBeforeMaxMs == long.MaxValue || header.BaseTimestamp == -1 || header.BaseTimestamp >= now - config.TimestampBeforeMaxMs)
        && (config.TimestampAfterMaxMs == long.MaxValue || header.MaxTimestamp <= now + config.TimestampAfterMaxMs);

    /// <summary>Compaction needs keys. What cannot be opened here is taken on trust, and kept whole when its time comes.</summary>
    private static bool AllHaveKeys(ReadOnlyMemory<byte> records, BatchHeader header)
    {
        if (BatchBody.TryOpen(records, header) is not { } body)
        {
            return !BatchBody.CanOpen(header.Codec);
        }

        var reader = new RecordReader(body.Span, header);
        var count = 0;
        while (reader.Next())
        {
            count++;
            if (!reader.HasKey)
            {
                return false;
            }
        }

        return !reader.Malformed && count == header.RecordCount;
    }
}
