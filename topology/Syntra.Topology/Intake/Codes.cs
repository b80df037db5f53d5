namespace Syntra.Topology.Intake;

/// <summary>
/// The form of codes and ids. Codes are named in parked rows, dead letters and logs, so nothing that could be text about a person
/// may pass for one.
/// </summary>
internal static class Codes
{
    public const int Longest = 64;

    private const int MostIdDigits = 38;

    public static bool IsWellFormed(string code) =>
        code.Length is > 0 and <= Longest && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or '_' or '+');

    /// <summary>Whether an id is an exact positive integer; one that was read as a floating number shows a point or an exponent.</summary>
    public static bool IsExactId(string id) => id.Length is > 0 and <= MostIdDigits && id[0] != '0' && id.All(char.IsAsciiDigit);

    /// <summary>The code where it may be repeated elsewhere, else null.</summary>
    public static string? Quotable(string? code) => code is not null && IsWellFormed(code) ? code : null;

    /// <summary>A record's token where it is one, else null: a key that some other writer made may hold anything.</summary>
    public static string? QuotableToken(string? token) => Governance.Pseudonyms.Pseudonym.TryParse(token, out _) ? token : null;
}
