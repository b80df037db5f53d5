using System.Buffers.Binary;
using Syntra.Kafka.Embedded.Storage.Codecs;

namespace Syntra.Kafka.Embedded.Storage.Compaction;

/// <summary>Decides which records of a batch stay, and rebuilds the batch around them. Offsets and order never change.</summary>
internal sealed class BatchFilter(OffsetMap map, bool dropTombstones, long cleanedUpTo)
{
    /// <summary>The batch to keep: the same array where all of it stays, a smaller one, or null where nothing does.</summary>
    public byte[]? Apply(byte[] batch, BatchHeader header)
    {
        if (BatchBody.TryOpen(batch, header) is not { } body)
        {
            return batch;
        }

        var kept = new MemoryStream();
        var (seen, count, maxTimestamp) = (0, 0, -1L);
        var reader = new RecordReader(body.Span, header);
        while (reader.Next())
        {
            seen++;
            if (Keeps(ref reader))
            {
                kept.Write(reader.Encoded);
                count++;
                maxTimestamp = Math.Max(maxTimestamp, reader.Timestamp);
            }
        }

        if (reader.Malformed || (count == seen && seen == header.RecordCount))
        {
            return batch;
        }

        return count == 0 ? null : Rebuild(batch, header, kept, count, maxTimestamp);
    }

    private bool Keeps(ref RecordReader record)
    {
        if (!record.HasKey)
        {
            return true;
        }

        if (map.Supersedes(record.Key, record.Offset))
        {
            return false;
        }

        return record.HasValue || !dropTombstones || record.Offset >= cleanedUpTo;
    }

    private static byte[] Rebuild(byte[] original, BatchHeader header, MemoryStream records, int count, long maxTimestamp)
    {
        // What was compressed stays compressed, in the one codec that the platform can write and every client can read.
        var codec = header.Codec == Codec.None ? Codec.None : Codec.Gzip;
        var body = codec == Codec.Gzip ? Gzip.Write(records.GetBuffer().AsSpan(0, (int)records.Length)) : records.ToArray();
        var batch = new byte[BatchHeader.Size + body.Length];
        original.AsSpan(0, BatchHeader.Size).CopyTo(batch);
        body.CopyTo(batch.AsSpan(BatchHeader.Size));
        var b = batch.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(b[8..], batch.Length - BatchHeader.PrefixSize);
        BinaryPrimitives.WriteInt16BigEndian(b[21..], (short)((header.Attributes & ~0x07) | (int)codec));
        BinaryPrimitives.WriteInt64BigEndian(b[35..], maxTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(b[57..], count);
        BinaryPrimitives.WriteUInt32BigEndian(b[BatchHeader.CrcAt..], Crc32C.Compute(b[BatchHeader.CrcFrom..]));
        return batch;
    }
}
