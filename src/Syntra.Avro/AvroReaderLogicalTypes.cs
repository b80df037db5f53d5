using System.Buffers.Text;

namespace Syntra.Avro;

/// <content>Logical types.</content>
public ref partial struct AvroReader
{
    /// <summary>Reads a decimal over bytes; its scale is the schema's.</summary>
    /// <exception cref="AvroException">It has no bytes, or does not fit in 96 bits.</exception>
    public decimal ReadDecimal(int scale) => AvroDecimal.Read(ReadBytesSpan(), scale);

    /// <summary>Reads a decimal over a fixed of <paramref name="size"/> bytes.</summary>
    /// <exception cref="AvroException">It does not fit in 96 bits.</exception>
    public decimal ReadDecimalFixed(int size, int scale) => AvroDecimal.Read(Take(size), scale);

    /// <summary>Reads a date.</summary>
    /// <exception cref="AvroException">The day lies outside the years 1 to 9999.</exception>
    public DateOnly ReadDate()
    {
        var day = (long)ReadInt() + AvroWriter.EpochDayNumber;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : throw new AvroException("a date outside the years 1 to 9999");
    }

    /// <summary>Reads a time of day in milliseconds.</summary>
    /// <exception cref="AvroException">It is no time of a day.</exception>
    public TimeOnly ReadTimeMillis() => Time(ReadInt(), TimeSpan.TicksPerMillisecond);

    /// <summary>Reads a time of day in microseconds.</summary>
    /// <exception cref="AvroException">It is no time of a day.</exception>
    public TimeOnly ReadTimeMicros() => Time(ReadLong(), TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads an instant in milliseconds since 1970; UTC.</summary>
    /// <exception cref="AvroException">It lies outside the years 1 to 9999.</exception>
    public DateTimeOffset ReadTimestampMillis() => Instant(ReadLong(), TimeSpan.TicksPerMillisecond);

    /// <summary>Reads an instant in microseconds since 1970; UTC.</summary>
    /// <exception cref="AvroException">It lies outside the years 1 to 9999.</exception>
    public DateTimeOffset ReadTimestampMicros() => Instant(ReadLong(), TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads a UUID from a text of 36 characters.</summary>
    /// <exception cref="AvroException">The text is no UUID.</exception>
    public Guid ReadUuid()
    {
        var text = ReadBytesSpan();
        return Utf8Parser.TryParse(text, out Guid value, out var consumed, 'D') && consumed == text.Length
            ? value
            : throw new AvroException("a text that is no UUID");
    }

    /// <summary>Reads a UUID from a fixed of 16 bytes.</summary>
    public Guid ReadUuidFixed() => new(Take(16), bigEndian: true);

    private static TimeOnly Time(long value, long ticks) =>
        value >= 0 && value < TimeSpan.TicksPerDay / ticks ? new TimeOnly(value * ticks) : throw new AvroException("a time outside the day");

    private static DateTimeOffset Instant(long value, long ticks)
    {
        var epoch = DateTimeOffset.UnixEpoch.Ticks;
        return value >= -(epoch / ticks) && value <= (DateTimeOffset.MaxValue.Ticks - epoch) / ticks
            ? new DateTimeOffset(epoch + (value * ticks), TimeSpan.Zero)
            : throw new AvroException("an instant outside the years 1 to 9999");
    }
}
