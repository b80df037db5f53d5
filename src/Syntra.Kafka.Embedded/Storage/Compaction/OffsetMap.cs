using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Syntra.Kafka.Embedded.Storage.Compaction;

/// <summary>Latest offset per key, keyed by 128 bits of SHA-256, so that memory does not depend on key size.</summary>
internal sealed class OffsetMap(int capacity)
{
    private readonly Dictionary<UInt128, long> latest = [];

    public bool IsFull => latest.Count >= capacity;

    public void Note(ReadOnlySpan<byte> key, long offset) => latest[Hash(key)] = offset;

    /// <summary>Is there a later record with this key?</summary>
    public bool Supersedes(ReadOnlySpan<byte> key, long offset) => latest.TryGetValue(Hash(key), out var last) && last > offset;

    private static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
