using System.Buffers.Text;
using System.Globalization;

namespace Syntra.Governance.Modes.Rules;

/// <summary>Dates and date-times as FHIR and ISO write them, as UTF-8. What has another form is no date and does not pass.</summary>
internal static class SafeDates
{
    public const int YearLength = 4;
    public const int DateLength = 10;

    private const int Longest = 40;

    /// <summary>Reads yyyy, yyyy-MM, yyyy-MM-dd, or a date-time; a missing month or day is the first.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateOnly first, out bool hasDay)
    {
        first = default;
        hasDay = text.Length >= DateLength;
        var month = 1;
        var day = 1;
        if (text.Length > Longest || !Digits(text, 0, YearLength, out var year)
            || (text.Length > YearLength && !(text.Length >= 7 && text[4] == '-' && Digits(text, 5, 2, out month)))
            || (text.Length > 7 && !(hasDay && text[7] == '-' && Digits(text, 8, 2, out day)))
            || (text.Length > DateLength && !IsTime(text[DateLength..])))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        first = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Whole years at a date. A birth after the date gives -1.</summary>
    public static int AgeAt(DateOnly birth, DateOnly date)
    {
        var years = date.Year - birth.Year;
        return birth > date ? -1 : birth.AddYears(years) > date ? years - 1 : years;
    }

    public static void Write(DateOnly date, Span<byte> destination) =>
        date.TryFormat(destination, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool Digits(ReadOnlySpan<byte> text, int at, int count, out int value)
    {
        value = 0;
        return text.Length >= at + count && !text.Slice(at, count).ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text.Slice(at, count), out value, out var used) && used == count;
    }

    // A separator, then digits and the signs of times and offsets: nothing that could carry words.
    private static bool IsTime(ReadOnlySpan<byte> rest) =>
        rest.Length > 5 && (rest[0] is (byte)'T' or (byte)' ') && rest[1..].IndexOfAnyExcept("0123456789:.+-Z"u8) < 0;
}
