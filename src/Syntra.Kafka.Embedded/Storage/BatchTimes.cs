namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Looks up records by time inside one batch.</summary>
internal static class BatchTimes
{
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
