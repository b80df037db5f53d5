using System.Buffers.Binary;
using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Transactions;

/// <summary>Hands out producer ids, in blocks that are noted on disk before use, so that none is ever given twice.</summary>
internal sealed class ProducerIds(string dataDirectory)
{
    private const int Block = 1000;
    private readonly Lock gate = new();
    private readonly string path = Path.Combine(dataDirectory, "producer-ids");
    private long next;
    private long end;

    public long Next()
    {
        lock (gate)
        {
            if (next == end)
            {
                var stored = AtomicFile.Read(path);
                next = stored is { Length: 8 } ? BinaryPrimitives.ReadInt64BigEndian(stored) : 0;
                end = next + Block;
                var bytes = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(bytes, end);
                AtomicFile.Write(path, bytes);
            }

            return next++;
        }
    }
}
