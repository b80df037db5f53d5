using System.Text.RegularExpressions;

namespace Syntra.Fusion.Reports;

/// <summary>A line that Journal Import refused.</summary>
/// <param name="LineKey">REFERENCE21.</param>
/// <param name="Codes">For example EF04; more than one is possible.</param>
/// <param name="Text">Fusion's text.</param>
internal sealed record RejectedLine(string LineKey, IReadOnlyList<string> Codes, string Text);

/// <summary>
/// The Journal Import Execution Report. It ends with a legend headed "Error Key" that lists every code there is:
/// nothing in it says anything about our lines.
/// </summary>
internal sealed partial record ImportReport(IReadOnlyList<RejectedLine> Rejected, bool SaysNoRows)
{
    private enum Section
    {
        Before,
        Lines,
        Legend,
    }

    public static ImportReport Parse(IEnumerable<string> texts)
    {
        var rejected = new List<RejectedLine>();
        var noRows = false;
        foreach (var text in texts)
        {
            var section = Section.Before;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                section = Next(section, line);
                if (section == Section.Legend)
                {
                    continue;
                }

                noRows |= NoRows().IsMatch(line);
                if (section == Section.Lines && ErrorLine().Match(line.ToString()) is { Success: true } match)
                {
                    rejected.Add(new RejectedLine(match.Groups["key"].Value, match.Groups["codes"].Value.Split(','), match.Groups["text"].Value.Trim()));
                }
            }
        }

        return new ImportReport(rejected, noRows && rejected.Count == 0);
    }

    private static Section Next(Section section, ReadOnlySpan<char> line) => Heading(line) switch
    {
        "ERROR LINES" => Section.Lines,
        "ERROR KEY" => Section.Legend,
        _ => section,
    };

    /// <summary>A heading may be framed by dashes, equals signs, stars or blanks, and may end in a colon.</summary>
    private static string Heading(ReadOnlySpan<char> line) => line.Trim("-=* :\t").ToString().ToUpperInvariant();

    [GeneratedRegex(@"^\s*\d+\s+(?<key>[0-9a-f]{64})\s+(?<codes>[A-Z]{2}\d{2}(?:,[A-Z]{2}\d{2})*)(?:\s+(?<text>.*))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"\bno (?:rows|journal entry lines|data)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NoRows();
}
