using System.Buffers.Binary;

namespace Syntra.Kafka.Embedded.Storage.Codecs;

/// <summary>
/// Opens snappy data in both forms that Kafka clients write: one bare block, or the stream of blocks of snappy-java (a magic word, two
/// versions, then blocks with their lengths). Format: google/snappy, format_description.txt.
/// </summary>
internal static class Snappy
{
    private const int StreamHeader = 16;

    // A three-byte copy brings 64 bytes, and nothing brings more: a larger claim is not worth allocating for.
    private const int LargestRatio = 22;

    private static ReadOnlySpan<byte> StreamMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    /// <summary>Null where the data is damaged or opens to more than the limit.</summary>
    public static byte[]? TryOpen(ReadOnlySpan<byte> data, int limit)
    {
        if (!data.StartsWith(StreamMagic))
        {
            return TryBlock(data, limit);
        }

        var result = new MemoryStream();
        for (var at = StreamHeader; at < data.Length;)
        {
            if (data.Length - at < 4 || BinaryPrimitives.ReadInt32BigEndian(data[at..]) is var size && (size < 0 || size > data.Length - at - 4)
                || TryBlock(data.Slice(at + 4, size), limit - (int)result.Length) is not { } block)
            {
                return null;
            }

            result.Write(block);
            at += 4 + size;
        }

        return result.ToArray();
    }

    private static byte[]? TryBlock(ReadOnlySpan<byte> block, int limit)
    {
        var at = 0;
        if (!TryLength(block, ref at, out var length) || length > limit || length > (long)block.Length * LargestRatio)
        {
            return null;
        }

        var output = new byte[length];
        var written = 0;
        while (at < block.Length)
        {
            var tag = block[at++];
            if (!((tag & 3) == 0 ? TryLiteral(block, tag, ref at, output, ref written) : TryCopy(block, tag, ref at, output, ref written)))
            {
                return null;
            }
        }

        return written == output.Length ? output : null;
    }

    private static bool TryLength(ReadOnlySpan<byte> block, ref int at, out uint length)
    {
        length = 0;
        for (var shift = 0; shift < 35 && at < block.Length; shift += 7)
        {
            var b = block[at++];
            length |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryLiteral(ReadOnlySpan<byte> block, byte tag, ref int at, byte[] output, ref int written)
    {
        long length = (tag >> 2) + 1;
        if (length > 60)
        {
            var extra = (int)length - 60;
            if (extra > block.Length - at)
            {
                return false;
            }

            length = LittleEndian(block.Slice(at, extra)) + 1;
            at += extra;
        }

        if (length > block.Length - at || length > output.Length - written)
        {
            return false;
        }

        block.Slice(at, (int)length).CopyTo(output.AsSpan(written));
        at += (int)length;
        written += (int)length;
        return true;
    }

    private static bool TryCopy(ReadOnlySpan<byte> block, byte tag, ref int at, byte[] output, ref int written)
    {
        var extra = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (extra > block.Length - at)
        {
            return false;
        }

        var offset = LittleEndian(block.Slice(at, extra));
        var length = (tag >> 2) + 1;
        if (extra == 1)
        {
            offset |= (long)(tag >> 5) << 8;
            length = ((tag >> 2) & 7) + 4;
        }

        at += extra;
        return BackReference.TryCopy(output, ref written, offset, length);
    }

    private static long LittleEndian(ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }
}
