using System.Security.Cryptography;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>Secrets shared with a sender; several while one takes over from another.</summary>
internal sealed class SharedSecrets(IReadOnlyList<byte[]> secrets)
{
    /// <summary>Most signatures of one header that are looked at.</summary>
    internal const int MaxSignatures = 16;

    /// <summary>Whether one of the signatures is the HMAC-SHA256 of the parts under one of the secrets. Takes as long whichever fits.</summary>
    internal bool Signed(IReadOnlyList<byte[]> signatures, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = false;
        foreach (var secret in secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            foreach (var part in parts)
            {
                hash.AppendData(part.Span);
            }

            hash.GetHashAndReset(expected);
            foreach (var signature in signatures)
            {
                found |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return found;
    }

    /// <summary>Whether the value is one of the secrets. Both are hashed first, so that not even the length shows.</summary>
    internal bool Contains(ReadOnlySpan<byte> value)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, given);
        var found = false;
        foreach (var secret in secrets)
        {
            SHA256.HashData(secret, expected);
            found |= CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return found;
    }
}
