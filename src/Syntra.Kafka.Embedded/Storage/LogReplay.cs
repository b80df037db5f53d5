namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Visits one batch of a log that is read from its start.</summary>
internal delegate void BatchVisitor(ReadOnlyMemory<byte> batch, BatchHeader header);

/// <summary>Reads a whole log in order, as the coordinators do when the broker starts.</summary>
internal static class LogReplay
{
    public static void Run(PartitionLog log, BatchVisitor visit)
    {
        var offset = log.LogStart;
        while (true)
        {
            var found = log.Fetch(offset, 1024 * 1024, committedOnly: false, atLeastOne: true);
            using var slice = found.Slice;
            if (slice is null)
            {
                return;
            }

            var bytes = new byte[slice.Length];
            slice.CopyTo(bytes);
            for (var at = 0; at < bytes.Length;)
            {
                var header = BatchHeader.Read(bytes.AsSpan(at));
                visit(bytes.AsMemory(at, header.TotalSize), header);
                at += header.TotalSize;
                offset = header.LastOffset + 1;
            }
        }
    }
}
