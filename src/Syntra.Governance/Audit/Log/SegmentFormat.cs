using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Audit.Merkle;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Audit.Log;

/// <summary>
/// A segment file: header, then frames. Header: "SYNAUD1\n", tenant length (2), tenant, first sequence (8), hash of the entry before (32),
/// then the subtree roots of the tree so far (32 each, as many as the first sequence has one-bits), so that a writer reads one segment to go on.
/// Frame: length (4), 0x00, sequence (8), hash of the entry before (32), time in Unix ms (8), JSON, then the first 4 bytes of the entry's hash.
/// The hash is SHA-256 from the 0x00 to the end of the JSON: at once link of the chain and leaf of the RFC 6962 tree. Numbers are big-endian.
/// </summary>
internal static class SegmentFormat
{
    public const int LengthSize = sizeof(int);
    public const int SequenceAt = 1;
    public const int PreviousAt = SequenceAt + sizeof(long);
    public const int TimeAt = PreviousAt + MerkleHash.Size;
    public const int BodyAt = TimeAt + sizeof(long);
    public const int TrailerSize = sizeof(int);

    /// <summary>Longest entry; a longer length in a file is damage, not an entry.</summary>
    public const int MaxContent = 1 << 20;

    private const int FixedHeader = 8 + sizeof(short) + sizeof(long) + MerkleHash.Size;

    private static ReadOnlySpan<byte> Magic => "SYNAUD1\n"u8;

    public static string FileName(long first) => string.Create(CultureInfo.InvariantCulture, $"audit-{first:D16}.log");

    public static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "audit-*.log").Order(StringComparer.Ordinal) : [];

    /// <summary>What stands for the hash before the first entry: differs per tenant, so that chains cannot be swapped.</summary>
    public static byte[] Genesis(string tenant) => SHA256.HashData(LengthPrefixed.Of("syntra.audit.v1", tenant));

    public static byte[] Header(string tenant, long first, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> subtrees)
    {
        var name = Encoding.UTF8.GetBytes(tenant);
        var header = new byte[FixedHeader + name.Length + subtrees.Length];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(8), (short)name.Length);
        name.CopyTo(header.AsSpan(10));
        var at = 10 + name.Length;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(at), first);
        previous.CopyTo(header.AsSpan(at + sizeof(long)));
        subtrees.CopyTo(header.AsSpan(at + sizeof(long) + MerkleHash.Size));
        return header;
    }

    public static bool TryReadHeader(ReadOnlySpan<byte> file, string tenant, out SegmentHeader header)
    {
        header = default;
        if (file.Length < FixedHeader || !file.StartsWith(Magic))
        {
            return false;
        }

        int name = BinaryPrimitives.ReadInt16BigEndian(file[8..]);
        if (name < 0 || file.Length < FixedHeader + name || Encoding.UTF8.GetString(file.Slice(10, name)) != tenant)
        {
            return false;
        }

        var at = 10 + name;
        var first = BinaryPrimitives.ReadInt64BigEndian(file[at..]);
        var size = FixedHeader + name + (BitOperations.PopCount((ulong)first) * MerkleHash.Size);
        if (first < 0 || file.Length < size)
        {
            return false;
        }

        at += sizeof(long);
        header = new SegmentHeader(first, file.Slice(at, MerkleHash.Size).ToArray(), file[(at + MerkleHash.Size)..size].ToArray(), size);
        return true;
    }
}

internal readonly record struct SegmentHeader(long First, byte[] Previous, byte[] Subtrees, int Size);
