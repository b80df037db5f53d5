using System.Globalization;

namespace Syntra.Fhir.Reading;

/// <summary>Decimals without rounding: a number that decimal cannot hold exactly is refused, never changed.</summary>
internal static class ExactDecimal
{
    private const int LongestText = 64;
    private const int Digits = 28;

    internal static bool TryParse(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        var mantissa = text;
        var exponent = 0;
        if (text.IndexOfAny('e', 'E') is var e and >= 0)
        {
            mantissa = text[..e];
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > Digits)
            {
                return false;
            }
        }

        return text.Length <= LongestText && IsPlain(mantissa, out var significant, out var decimals)
            && significant <= Digits && decimals - exponent <= Digits
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    // -?digits(.digits)?, counting what carries value: zeros at either end do not.
    private static bool IsPlain(ReadOnlySpan<char> text, out int significant, out int decimals)
    {
        significant = decimals = 0;
        var unsigned = text.StartsWith('-') ? text[1..] : text;
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var fraction = point < 0 ? default : unsigned[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var trimmed = fraction.TrimEnd('0');
        var head = whole.TrimStart('0');
        decimals = trimmed.Length;
        significant = head.IsEmpty ? trimmed.TrimStart('0').Length : head.Length + trimmed.Length;
        return true;
    }
}
