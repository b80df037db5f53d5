using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Topology.Intake;

/// <summary>Reads the texts of a raw record exactly.</summary>
internal static class SourceValues
{
    /// <summary>Largest number that the contracts' decimal(19,4) holds is just below 10^15.</summary>
    public const decimal Limit = 1_000_000_000_000_000m;

    private const int LongestNumber = 29;
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads a decimal number with optional sign and point; no exponent, no grouping, never rounded.</summary>
    public static decimal? Number(string? text) =>
        text is { Length: <= LongestNumber }
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParseExact(
            text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? value
            : null;

    /// <summary>The amount as the contracts can hold it; 0 where it is no such number.</summary>
    public static decimal AmountToAccountFor(RawCharge raw) =>
        Number(raw.ExtendedPrice) is { } amount && Math.Abs(amount) < Limit ? Math.Round(amount, 4, MidpointRounding.ToEven) : 0m;
}
