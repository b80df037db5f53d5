using System.Globalization;

namespace Syntra.Fhir.Types;

/// <summary>How much of a date is given.</summary>
public enum FhirPrecision
{
    /// <summary>A year.</summary>
    Year,

    /// <summary>A year and a month.</summary>
    Month,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A day and a time without an offset, which FHIR forbids and servers send.</summary>
    LocalTime,

    /// <summary>A point in time.</summary>
    Instant,
}

/// <summary>A FHIR date, dateTime or instant, as precise as it was written.</summary>
public readonly record struct FhirDateTime
{
    private const int DateLength = 10;

    private FhirDateTime(DateTime local, TimeSpan? offset, FhirPrecision precision)
    {
        Local = local;
        Precision = precision;
        Instant = offset is { } o ? new DateTimeOffset(local, o) : null;
    }

    /// <summary>How much is given.</summary>
    public FhirPrecision Precision { get; }

    /// <summary>As written on the wall clock of the offset; what is not given is the first of its kind.</summary>
    public DateTime Local { get; }

    /// <summary>The day as written; for a year or a month its first.</summary>
    public DateOnly Date => DateOnly.FromDateTime(Local);

    /// <summary>The point in time; null where no offset was given. Fractions beyond 100 ns are cut.</summary>
    public DateTimeOffset? Instant { get; }

    /// <summary>Reads FHIR's forms: yyyy, yyyy-MM, yyyy-MM-dd, and those with a time.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        value = default;
        if (text.Length <= DateLength)
        {
            return TryDate(text, out value);
        }

        return text[DateLength] == 'T' && TryDate(text[..DateLength], out var day) && TryTime(text[(DateLength + 1)..], day.Local, out value);
    }

    /// <summary>The precision only: a date may identify a person.</summary>
    public override string ToString() => Precision.ToString();

    private static bool TryDate(ReadOnlySpan<char> text, out FhirDateTime value)
    {
        value = default;
        (string Format, FhirPrecision Precision)? form = text.Length switch
        {
            4 => ("yyyy", FhirPrecision.Year),
            7 => ("yyyy-MM", FhirPrecision.Month),
            DateLength => ("yyyy-MM-dd", FhirPrecision.Day),
            _ => null,
        };
        if (form is not { } f || !DateOnly.TryParseExact(text, f.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        value = new FhirDateTime(day.ToDateTime(TimeOnly.MinValue), null, f.Precision);
        return true;
    }

    private static bool TryTime(ReadOnlySpan<char> text, DateTime day, out FhirDateTime value)
    {
        value = default;
        var zone = text.IndexOfAny('Z', '+', '-');
        var clock = zone < 0 ? text : text[..zone];
        TimeSpan? offset = null;
        if (!TryClock(clock, out var time) || (zone >= 0 && !TryOffset(text[zone..], out offset)))
        {
            return false;
        }

        var local = day + time;
        if (offset is { } o && (local.Ticks - o.Ticks < DateTime.MinValue.Ticks || local.Ticks - o.Ticks > DateTime.MaxValue.Ticks))
        {
            return false;
        }

        value = new FhirDateTime(local, offset, offset is null ? FhirPrecision.LocalTime : FhirPrecision.Instant);
        return true;
    }

    // hh:mm, hh:mm:ss or hh:mm:ss.f with any number of digits; a leap second counts as the one before it.
    private static bool TryClock(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 5 || text[2] != ':' || !Two(text, 0, 23, out var hours) || !Two(text, 3, 59, out var minutes))
        {
            return false;
        }

        var seconds = 0;
        long ticks = 0;
        if (text.Length > 5 && (text.Length < 8 || text[5] != ':' || !Two(text, 6, 60, out seconds) || !TryFraction(text[8..], out ticks)))
        {
            return false;
        }

        time = new TimeSpan(hours, minutes, Math.Min(seconds, 59)) + TimeSpan.FromTicks(ticks);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '.' || text.Length < 2 || text[1..].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        for (var i = 1; i <= 7; i++)
        {
            ticks = (ticks * 10) + (i < text.Length ? text[i] - '0' : 0);
        }

        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[3] != ':' || text[0] == 'Z' || !Two(text, 1, 14, out var hours) || !Two(text, 4, 59, out var minutes) || (hours == 14 && minutes > 0))
        {
            return false;
        }

        var size = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -size : size;
        return true;
    }

    private static bool Two(ReadOnlySpan<char> text, int at, int most, out int number)
    {
        number = 0;
        if (!char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1]))
        {
            return false;
        }

        number = ((text[at] - '0') * 10) + (text[at + 1] - '0');
        return number <= most;
    }
}
