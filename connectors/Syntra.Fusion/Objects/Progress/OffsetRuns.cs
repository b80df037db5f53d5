namespace Syntra.Fusion.Objects.Progress;

/// <summary>Ranges of offsets as bytes: lengths of not done and done, in turn, from the position on, as LEB128.</summary>
internal static class OffsetRuns
{
    /// <summary>The bytes.</summary>
    /// <exception cref="InvalidOperationException">Ranges that overlap, touch what is before the position or are out of order: written down they would say that others are done.</exception>
    public static byte[] Encode(long next, IEnumerable<(long Start, long End)> ranges)
    {
        var bytes = new List<byte>();
        var at = next;
        foreach (var (start, end) in ranges)
        {
            if (start < at || end < start)
            {
                throw new InvalidOperationException($"The range {start} to {end} does not come after {at - 1}.");
            }

            Write(bytes, start - at);
            Write(bytes, end - start + 1);
            at = end + 1;
        }

        return [.. bytes];
    }

    /// <summary>The ranges, in order.</summary>
    /// <exception cref="FormatException">The bytes are torn or say what cannot be.</exception>
    public static IReadOnlyList<(long Start, long End)> Decode(long next, ReadOnlySpan<byte> bytes)
    {
        var ranges = new List<(long, long)>();
        var at = next;
        while (bytes.Length > 0)
        {
            var start = checked(at + Read(ref bytes));
            var length = Read(ref bytes);
            at = checked(start + length);
            ranges.Add(length > 0 ? (start, at - 1) : throw new FormatException("A run of no offsets."));
        }

        return ranges;
    }

    private static void Write(List<byte> bytes, long value)
    {
        while (value >= 0x80)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        bytes.Add((byte)value);
    }

    private static long Read(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (bytes.IsEmpty)
            {
                break;
            }

            var b = bytes[0];
            bytes = bytes[1..];
            value |= (long)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("The runs of offsets are torn.");
    }
}
