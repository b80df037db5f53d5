namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Times of the records inside one batch.</summary>
internal static class BatchTimes
{
    /// <summary>
    /// Some clients leave a batch's highest timestamp unset (sarama did in 2019), and time look-up and retention live by it: it is filled in
    /// from the records, or from the first of them where the codec cannot be opened here.
    /// </summary>
    public static BatchHeader FillInHighest(Memory<byte> batch, BatchHeader header)
    {
        if (header.MaxTimestamp >= header.BaseTimestamp)
        {
            return header;
        }

        var highest = header.BaseTimestamp;
        if (BatchBody.TryOpen(batch, header) is { } records)
        {
            for (var reader = new RecordReader(records.Span, header); reader.Next();)
            {
                highest = Math.Max(highest, reader.Timestamp);
            }
        }

        BatchHeader.PatchMaxTimestamp(batch.Span, highest);
        return header with { MaxTimestamp = highest };
    }

    /// <summary>
    /// The first record with a timestamp at or after the given one. Where the codec cannot be opened here, the batch's first
    /// offset stands in: a reader then starts a little early, never too late.
    /// </summary>
    public static OffsetAtTime? FirstAtOrAfter(byte[] batch, BatchHeader header, long timestamp, long logStart)
    {
        if (BatchBody.TryOpen(batch, header) is not { } records)
        {
            return new(Math.Max(header.BaseOffset, logStart), Math.Max(header.BaseTimestamp, Math.Min(timestamp, header.MaxTimestamp)));
        }

        var reader = new RecordReader(records.Span, header);
        while (reader.Next())
        {
            if (reader.Timestamp >= timestamp && reader.Offset >= logStart)
            {
                return new(reader.Offset, reader.Timestamp);
            }
        }

        return null;
    }
}
