using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Governance.Modes.Rules;

/// <summary>
/// ZIP prefixes whose areas together hold 20,000 people or fewer, as dated reference data. The text has "# key: value" lines
/// (census, source, effective) and one prefix a line.
/// </summary>
public sealed class Zip3Table
{
    private readonly FrozenSet<string> _restricted;

    private Zip3Table(IReadOnlyDictionary<string, string> facts, FrozenSet<string> restricted, string sha256)
    {
        _restricted = restricted;
        (Census, Source, Effective, Sha256) = (facts["census"], facts["source"], DateOnly.ParseExact(facts["effective"], "yyyy-MM-dd", null), sha256);
    }

    /// <summary>The list that ships: the union of the published lists, so that it is never less private than either.</summary>
    public static Zip3Table Default { get; } = LoadDefault();

    /// <summary>Census that it was counted from.</summary>
    public string Census { get; }

    /// <summary>Who counted.</summary>
    public string Source { get; }

    /// <summary>From when on it is used.</summary>
    public DateOnly Effective { get; }

    /// <summary>Hash of the text, lower-case hex, for the audit.</summary>
    public string Sha256 { get; }

    /// <summary>How many prefixes are restricted.</summary>
    public int Count => _restricted.Count;

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A fact is missing or a line is no prefix.</exception>
    public static Zip3Table Parse(string text)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            if (line.StartsWith('#'))
            {
                var parts = line[1..].Split(':', 2);
                facts[parts[0].Trim()] = parts.Length == 2 ? parts[1].Trim() : "";
            }
            else if (line.Length != 3 || !line.All(char.IsAsciiDigit) || !prefixes.Add(line))
            {
                throw new FormatException("A line of the ZIP3 table is not a prefix of three digits, or is there twice.");
            }
        }

        return prefixes.Count > 0 && facts.ContainsKey("census") && facts.ContainsKey("source") && facts.ContainsKey("effective")
            ? new Zip3Table(facts, prefixes.ToFrozenSet(StringComparer.Ordinal), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
            : throw new FormatException("The ZIP3 table does not say its census, source and effective date, or is empty.");
    }

    /// <summary>Three digits, 000 for a restricted prefix; false for what is not a ZIP code of five or nine digits of the United States.</summary>
    public bool TryShorten(ReadOnlySpan<byte> zip, string? country, out string zip3)
    {
        zip3 = "000";
        var five = zip.Length == 10 && zip[5] == '-' ? zip[..5] : zip;
        if (country is not ("US" or "USA") || zip.Length is not (5 or 9 or 10) || five.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || (zip.Length == 10 && (zip[5] != '-' || zip[6..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))))
        {
            return false;
        }

        var prefix = Encoding.ASCII.GetString(zip[..3]);
        zip3 = _restricted.Contains(prefix) || IsUnassigned(prefix) ? "000" : prefix;
        return true;
    }

    // 000 to 004 were never given out for delivery: an unknown prefix is treated as one where nobody lives.
    private static bool IsUnassigned(string prefix) => string.CompareOrdinal(prefix, "005") < 0;

    private static Zip3Table LoadDefault()
    {
        using var stream = typeof(Zip3Table).Assembly.GetManifestResourceStream("restricted-zip3.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }
}
