using System.Buffers.Binary;
using System.Globalization;

namespace Syntra.Avro;

/// <content>Logical types.</content>
public ref partial struct AvroWriter
{
    /// <summary>Day number of 1970-01-01 in <see cref="DateOnly.DayNumber"/>.</summary>
    internal const int EpochDayNumber = 719_162;

    private const int MaxDecimalBytes = 16;

    /// <summary>Writes a decimal over bytes: the shortest two's complement of value x 10^scale.</summary>
    /// <exception cref="AvroException">The value has more decimals than <paramref name="scale"/> or more digits than <paramref name="precision"/>; it is never rounded.</exception>
    public void WriteDecimal(decimal value, int precision, int scale)
    {
        var unscaled = AvroDecimal.Unscale(value, precision, scale);
        Reserve(1 + MaxDecimalBytes);
        var size = AvroDecimal.WriteShortest(unscaled, _span[(_position + 1)..]);
        _span[_position] = (byte)(size << 1);
        _position += 1 + size;
    }

    /// <summary>Writes a decimal over a fixed of <paramref name="size"/> bytes.</summary>
    /// <exception cref="AvroException">As for <see cref="WriteDecimal"/>.</exception>
    public void WriteDecimalFixed(decimal value, int size, int precision, int scale)
    {
        var unscaled = AvroDecimal.Unscale(value, precision, scale);
        Reserve(size);
        AvroDecimal.WriteFixed(unscaled, _span.Slice(_position, size));
        _position += size;
    }

    /// <summary>Writes a date as days since 1970-01-01.</summary>
    public void WriteDate(DateOnly value) => WriteInt(value.DayNumber - EpochDayNumber);

    /// <summary>Writes a time of day in whole milliseconds; what is finer is cut off.</summary>
    public void WriteTimeMillis(TimeOnly value) => WriteInt((int)(value.Ticks / TimeSpan.TicksPerMillisecond));

    /// <summary>Writes a time of day in whole microseconds; what is finer is cut off.</summary>
    public void WriteTimeMicros(TimeOnly value) => WriteLong(value.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Writes an instant in whole milliseconds since 1970 (rounded down); the offset is not kept.</summary>
    public void WriteTimestampMillis(DateTimeOffset value) => WriteLong(value.ToUnixTimeMilliseconds());

    /// <summary>Writes an instant in whole microseconds since 1970 (rounded down); the offset is not kept.</summary>
    public void WriteTimestampMicros(DateTimeOffset value) =>
        WriteLong((value.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>Writes a UUID as a text of 36 characters.</summary>
    public void WriteUuid(Guid value)
    {
        const int length = 36;
        WriteLong(length);
        Reserve(length);
        value.TryFormat(_span[_position..], out var written, "D");
        _position += written;
    }

    /// <summary>Writes a UUID as a fixed of 16 bytes in network order.</summary>
    public void WriteUuidFixed(Guid value)
    {
        Reserve(16);
        value.TryWriteBytes(_span.Slice(_position, 16), bigEndian: true, out var written);
        _position += written;
    }
}

/// <summary>Decimals as two's complement integers.</summary>
internal static class AvroDecimal
{
    private const int MaxScale = 28;
    private static readonly Int128[] PowersOfTen = BuildPowers();

    /// <summary>value x 10^scale, exactly.</summary>
    public static Int128 Unscale(decimal value, int precision, int scale)
    {
        var have = value.Scale;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        if (have > scale)
        {
            var (quotient, remainder) = DivideByPower(magnitude, have - scale);
            magnitude = remainder == 0 ? quotient : throw new AvroException($"a decimal has more than {scale} digits after the point");
        }
        else if (have < scale && magnitude != 0)
        {
            magnitude = scale - have < PowersOfTen.Length && magnitude <= Int128.MaxValue / PowersOfTen[scale - have]
                ? magnitude * PowersOfTen[scale - have]
                : throw TooManyDigits(precision);
        }

        if (precision < PowersOfTen.Length && magnitude >= PowersOfTen[precision])
        {
            throw TooManyDigits(precision);
        }

        return decimal.IsNegative(value) ? -magnitude : magnitude;
    }

    /// <summary>Writes the fewest bytes that hold the value with its sign; returns how many.</summary>
    public static int WriteShortest(Int128 value, Span<byte> destination)
    {
        var size = (ShortestBits(value) + 7) / 8;
        WriteFixed(value, destination[..size]);
        return size;
    }

    /// <summary>Bits with the sign bit: 1 for 0 and -1, 8 for 127 and -128, 9 for 128.</summary>
    private static int ShortestBits(Int128 value) => 129 - (int)Int128.LeadingZeroCount(value < 0 ? ~value : value);

    public static void WriteFixed(Int128 value, Span<byte> destination)
    {
        Span<byte> whole = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(whole, value);
        if (destination.Length >= whole.Length)
        {
            destination[..^whole.Length].Fill(value < 0 ? (byte)0xFF : (byte)0);
            whole.CopyTo(destination[^whole.Length..]);
            return;
        }

        whole[^destination.Length..].CopyTo(destination);
    }

    /// <summary>The decimal of a big-endian two's complement number with the given scale.</summary>
    public static decimal Read(ReadOnlySpan<byte> source, int scale)
    {
        if (source.Length == 0 || scale > MaxScale)
        {
            throw new AvroException(source.Length == 0 ? "a decimal without bytes" : $"a decimal with {scale} digits after the point does not fit");
        }

        if (source.Length <= sizeof(long))
        {
            long small = (sbyte)source[0];
            foreach (var b in source[1..])
            {
                small = (small << 8) | b;
            }

            var size = (ulong)(small < 0 ? -small : small);
            return new decimal((int)size, (int)(size >> 32), 0, small < 0, (byte)scale);
        }

        return ReadWide(source, scale);
    }

    private static decimal ReadWide(ReadOnlySpan<byte> source, int scale)
    {
        var sign = (sbyte)source[0] < 0 ? (byte)0xFF : (byte)0;
        while (source.Length > 13 && source[0] == sign)
        {
            source = source[1..];
        }

        if (source.Length > 13)
        {
            throw new AvroException("a decimal does not fit in 96 bits");
        }

        Int128 value = sign == 0 ? 0 : -1;
        foreach (var b in source)
        {
            value = (value << 8) | b;
        }

        var magnitude = Int128.Abs(value);
        if ((magnitude >> 96) != 0)
        {
            throw new AvroException("a decimal does not fit in 96 bits");
        }

        return new decimal((int)(uint)(ulong)magnitude, (int)(uint)((ulong)magnitude >> 32), (int)(uint)(ulong)(magnitude >> 64), value < 0, (byte)scale);
    }

    private static (Int128 Quotient, Int128 Remainder) DivideByPower(Int128 magnitude, int power) => Int128.DivRem(magnitude, PowersOfTen[power]);

    private static AvroException TooManyDigits(int precision) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a decimal has more than {precision} digits"));

    private static Int128[] BuildPowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
