using System.Buffers.Binary;

namespace Syntra.Kafka.Embedded.Storage.Codecs;

/// <summary>
/// Opens LZ4 frames, as Kafka clients write them. Checksums of header, blocks and content are skipped: the batch's own CRC was checked
/// when it came, and Kafka clients before 2016 computed the header's wrongly. Format: lz4/lz4, lz4_Frame_format.md and lz4_Block_format.md.
/// </summary>
internal static class Lz4
{
    private const uint Magic = 0x184D2204;
    private const uint StoredPlain = 0x8000_0000;

    /// <summary>Null where the data is damaged, needs a dictionary, or opens to more than the limit.</summary>
    public static byte[]? TryOpen(ReadOnlySpan<byte> data, int limit)
    {
        var output = new byte[(int)Math.Min(limit, Math.Max(64, data.Length * 4L))];
        var (at, written) = (0, 0);
        do
        {
            if (!TryHeader(data, ref at, out var blockChecksums, out var contentChecksum)
                || !TryBlocks(data, ref at, blockChecksums, ref output, ref written, limit))
            {
                return null;
            }

            at += contentChecksum ? 4 : 0;
        }
        while (at < data.Length);

        return at == data.Length ? output[..written] : null;
    }

    private static bool TryHeader(ReadOnlySpan<byte> data, ref int at, out bool blockChecksums, out bool contentChecksum)
    {
        (blockChecksums, contentChecksum) = (false, false);
        if (data.Length - at < 7 || BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) != Magic)
        {
            return false;
        }

        var flags = data[at + 4];
        blockChecksums = (flags & 0x10) != 0;
        contentChecksum = (flags & 0x04) != 0;
        var (version, hasSize, hasDictionary) = (flags >> 6, (flags & 0x08) != 0, (flags & 0x01) != 0);
        at += 7 + (hasSize ? 8 : 0);
        return version == 1 && !hasDictionary && at <= data.Length;
    }

    private static bool TryBlocks(ReadOnlySpan<byte> data, ref int at, bool checksums, ref byte[] output, ref int written, int limit)
    {
        while (data.Length - at >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
            at += 4;
            if (word == 0)
            {
                return true;
            }

            var size = word & ~StoredPlain;
            if (size > data.Length - at)
            {
                return false;
            }

            var block = data.Slice(at, (int)size);
            if (!((word & StoredPlain) != 0 ? TryPlain(block, ref output, ref written, limit) : TryBlock(block, ref output, ref written, limit)))
            {
                return false;
            }

            at += (int)size + (checksums ? 4 : 0);
        }

        return false;
    }

    private static bool TryPlain(ReadOnlySpan<byte> bytes, ref byte[] output, ref int written, int limit)
    {
        if (!TryRoom(ref output, written, bytes.Length, limit))
        {
            return false;
        }

        bytes.CopyTo(output.AsSpan(written));
        written += bytes.Length;
        return true;
    }

    private static bool TryBlock(ReadOnlySpan<byte> block, ref byte[] output, ref int written, int limit)
    {
        for (var at = 0; at < block.Length;)
        {
            var token = block[at++];
            if (!TryLength(block, ref at, token >> 4, out var literals) || literals > block.Length - at
                || !TryPlain(block.Slice(at, literals), ref output, ref written, limit))
            {
                return false;
            }

            at += literals;
            if (at == block.Length)
            {
                return true;
            }

            if (block.Length - at < 2)
            {
                return false;
            }

            var offset = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
            at += 2;
            if (!TryLength(block, ref at, token & 15, out var match) || !TryRoom(ref output, written, match + 4, limit)
                || !BackReference.TryCopy(output, ref written, offset, match + 4))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A length of 15 goes on in the bytes that follow, up to one below 255.</summary>
    private static bool TryLength(ReadOnlySpan<byte> block, ref int at, int first, out int length)
    {
        length = first;
        for (var more = first == 15; more;)
        {
            if (at >= block.Length || length > int.MaxValue - 1024)
            {
                return false;
            }

            var b = block[at++];
            length += b;
            more = b == 255;
        }

        return true;
    }

    private static bool TryRoom(ref byte[] output, int written, int wanted, int limit)
    {
        if (wanted > limit - written)
        {
            return false;
        }

        if (wanted > output.Length - written)
        {
            Array.Resize(ref output, (int)Math.Min(limit, Math.Max(written + (long)wanted, output.Length * 2L)));
        }

        return true;
    }
}
