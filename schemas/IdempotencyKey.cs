using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Contracts;

/// <summary>
/// The key under which one posting is made once: lower-case hex SHA-256 over length-prefixed parts. For lines and instructions the
/// parts are, in this order: tenant, ledger, source, record id, record version, rule-set version, role.
/// </summary>
public static class IdempotencyKey
{
    /// <summary>Characters of a key; fits the 240 of Fusion's reference columns.</summary>
    public const int Length = 64;

    private const int StackLimit = 512;

    // Keys are made for every line; a context that is kept spares the library's set-up of one each time, a quarter of the whole.
    [ThreadStatic]
    private static IncrementalHash? _hash;

    /// <summary>Computes a key. Each part goes in as its UTF-8 length in four big-endian bytes, then its bytes, so that no two lists of parts collide by concatenation.</summary>
    /// <param name="parts">At least one part; parts may be empty, never null.</param>
    /// <returns>64 lower-case hex digits.</returns>
    public static string Compute(params ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
        {
            throw new ArgumentException("A key needs at least one part.", nameof(parts));
        }

        var size = 0;
        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        var buffer = size <= StackLimit ? stackalloc byte[size] : new byte[size];
        var rest = buffer;
        foreach (var part in parts)
        {
            var written = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var sha = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(buffer);
        sha.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }
}
