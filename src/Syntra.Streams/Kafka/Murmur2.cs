using System.Buffers.Binary;

namespace Syntra.Streams.Kafka;

/// <summary>
/// The hash that Kafka's Java clients choose partitions with. Sinks leave the choice to librdkafka's murmur2_random, which is
/// the same function; this one serves whoever needs to know a key's partition. Its values must never change.
/// </summary>
public static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint M = 0x5bd1e995;

    /// <summary>The partition of a key among <paramref name="partitions"/>.</summary>
    public static int Partition(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return (int)((uint)Hash(key) & 0x7fffffff) % partitions;
    }

    /// <summary>The hash of a key.</summary>
    public static int Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            var h = Seed ^ (uint)key.Length;
            while (key.Length >= 4)
            {
                var k = BinaryPrimitives.ReadUInt32LittleEndian(key) * M;
                k ^= k >> 24;
                h = (h * M) ^ (k * M);
                key = key[4..];
            }

            for (var i = key.Length - 1; i >= 0; i--)
            {
                h ^= (uint)key[i] << (8 * i);
            }

            h = key.Length > 0 ? h * M : h;
            h ^= h >> 13;
            h *= M;
            return (int)(h ^ (h >> 15));
        }
    }
}
