using System.Globalization;

namespace Syntra.Cerner.Millennium;

/// <summary>
/// Column values as text, without loss: what a database hands over as integer or decimal keeps its digits; a floating number becomes
/// the shortest decimal text that reads back as the same number, which is what was stored, up to 15 significant digits.
/// </summary>
internal static class ExactText
{
    /// <summary>Ends an id that was read as a floating number and may stand for more than one id; no valid id contains it.</summary>
    internal const char Inexact = '?';

    // From here on neighbouring doubles stand for more than one integer.
    private const double FirstInexact = 9_007_199_254_740_992d;

    /// <summary>A number or text column; null stays null, text that is no number stays the text.</summary>
    internal static string? Of(object value) => value switch
    {
        null or DBNull => null,
        string text => text,
        double number => FromDouble(number),
        float number => FromDouble(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        byte[] bytes => "0x" + Convert.ToHexString(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>
    /// An id: the digits of the whole number. A floating number that is no whole number, or so large (2^53 and above) that it may stand
    /// for more than one, ends in <c>?</c>: the row is carried on, and whoever judges it cannot mistake it for a known id.
    /// </summary>
    internal static string? Id(object value) => value switch
    {
        double number => FromDouble(number) + (IsOneInteger(number) ? "" : Inexact),
        float number => Id((double)number),
        decimal number when decimal.Truncate(number) == number => decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture) + Inexact,
        _ => Of(value),
    };

    /// <summary>An id or code of another row: null where Millennium says "none" with 0.</summary>
    internal static string? Reference(object value) => Id(value) is { } id && id != "0" ? id : null;

    /// <summary>Whether the number is an amount that sums can be made of.</summary>
    internal static bool TryAmount(string? text, out decimal amount) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);

    private static bool IsOneInteger(double number) => Math.Abs(number) < FirstInexact && Math.Truncate(number) == number;

    // "R" is the shortest text that reads back; the exponent is written out wherever a decimal can hold the digits.
    private static string FromDouble(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal)
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && exact != 0
            ? exact.ToString(CultureInfo.InvariantCulture)
            : text;
    }
}
