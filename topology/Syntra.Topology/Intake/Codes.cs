using System.Buffers;

namespace Syntra.Topology.Intake;

/// <summary>
/// The form of codes and ids. Codes are named in parked rows, dead letters and logs, so nothing that could be text about a person
/// may pass for one.
/// </summary>
internal static class Codes
{
    public const int Longest = 64;

    private const int MostIdDigits = 38;
    private const int LongestNameable = 16;
    private const int MostLetters = 4;
    private const int MostDigitsBesideLetters = 6;

    private static readonly SearchValues<char> CodeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-/_+");

    public static bool IsWellFormed(string code) =>
        code.Length is > 0 and <= Longest && !code.AsSpan().ContainsAnyExcept(CodeCharacters);

    /// <summary>Whether an id is an exact positive integer; one that was read as a floating number shows a point or an exponent.</summary>
    public static bool IsExactId(string id) => id.Length is > 0 and <= MostIdDigits && id[0] != '0' && !id.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>The code where it may be repeated elsewhere, else null.</summary>
    public static string? Quotable(string? code) => code is not null && IsWellFormed(code) ? code : null;

    /// <summary>
    /// Whether a code that neither the workbook knows nor the site declares may be named in a parked row: short, with a digit, and not of
    /// the form of a name, a date, a ZIP, a telephone number or another number of a person.
    /// </summary>
    public static bool IsNameable(string code)
    {
        if (!IsWellFormed(code) || code.Length > LongestNameable)
        {
            return false;
        }

        var digits = code.Count(char.IsAsciiDigit);
        var letters = code.Count(char.IsAsciiLetter);
        var plain = digits == code.Length;
        return digits switch
        {
            0 => false,
            _ when letters > 0 => LongestRunOfLetters(code) <= MostLetters && digits <= MostDigitsBesideLetters,
            // With separators, anything from five digits on may be a date, a telephone, a social security number or a ZIP+4.
            _ when !plain => digits < 5,
            // Plain, five are a ZIP, nine a social security number, ten and more a telephone or a record number.
            5 or >= 9 => false,
            6 or 8 => !IsDate(code),
            _ => true,
        };
    }

    /// <summary>The code where it may be named: the workbook knows it, the site declares its form, or the form gives nothing away; else null.</summary>
    public static string? Nameable(Reference.IReferenceData reference, string table, string? code) =>
        code is not null && IsWellFormed(code) && (reference.Crosswalk(table, code) is not null || reference.Shapes.Has(table, code) || IsNameable(code)) ? code : null;

    private static int LongestRunOfLetters(string code)
    {
        var (longest, run) = (0, 0);
        foreach (var c in code)
        {
            run = char.IsAsciiLetter(c) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static bool IsDate(string digits) =>
        DateOnly.TryParseExact(digits, ["yyyyMMdd", "MMddyyyy", "ddMMyyyy", "yyMMdd", "MMddyy", "ddMMyy"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date)
        && date.Year is > 1880 and < 2100;

    /// <summary>A record's token where it is one, else null: a key that some other writer made may hold anything.</summary>
    public static string? QuotableToken(string? token) => Governance.Pseudonyms.Pseudonym.TryParse(token, out _) ? token : null;
}
