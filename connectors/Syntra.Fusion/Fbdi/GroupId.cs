using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Fusion.Fbdi;

/// <summary>GROUP_ID of one attempt of one batch: the same after a restart, another for every attempt.</summary>
public static class GroupId
{
    /// <summary>GROUP_ID is NUMBER(18).</summary>
    public const long Limit = 1_000_000_000_000_000_000;

    /// <summary>1 to 10^18 - 1, from SHA-256 over batch id and attempt.</summary>
    public static long For(string batchId, int attempt)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{batchId.Length}:{batchId}{attempt}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);

        // 128 bits reduced: the bias of the remainder is below 2^-68.
        var wide = new UInt128(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
        return (long)(wide % (ulong)(Limit - 1)) + 1;
    }
}
