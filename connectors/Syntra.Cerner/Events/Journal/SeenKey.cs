using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Cerner.Events.Journal;

/// <summary>128 bits of a hash over what identifies a message or an event; the journal holds nothing else of it.</summary>
internal readonly record struct SeenKey(UInt128 Value)
{
    internal const int Size = 16;

    /// <summary>Hashes length-prefixed parts, so that no two lists of parts collide by concatenation.</summary>
    internal static SeenKey Of(params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part ?? "");
            BinaryPrimitives.WriteInt32BigEndian(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new SeenKey(First(hash.GetHashAndReset()));
    }

    /// <summary>Hashes bytes.</summary>
    internal static SeenKey OfBytes(ReadOnlySpan<byte> bytes) => new(First(SHA256.HashData(bytes)));

    internal static SeenKey Read(byte[] bytes) => new(First(bytes));

    internal byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>32 lower-case hex digits.</summary>
    internal string ToHex() => Convert.ToHexStringLower(ToBytes());

    private static UInt128 First(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);
}

/// <summary>Something seen: its key, and a hash of what it held.</summary>
internal readonly record struct SeenEntry(SeenKey Key, SeenKey Content);
