using System.Globalization;
using System.Text.RegularExpressions;

namespace Syntra.Fusion.Reports;

/// <summary>A record that SQL*Loader refused.</summary>
/// <param name="Record">1-based line of the file.</param>
/// <param name="Code">ORA code, or LOAD where the log gives none.</param>
/// <param name="Text">The log's text of the error.</param>
internal sealed record RejectedRecord(int Record, string Code, string Text);

/// <summary>SQL*Loader's log: "Record n: Rejected - ..." and, behind it or on the next line, the ORA error.</summary>
internal static partial class LoaderLog
{
    public static IReadOnlyList<RejectedRecord> Parse(IEnumerable<string> texts)
    {
        var rejected = new Dictionary<int, RejectedRecord>();
        foreach (var text in texts)
        {
            int? open = null;
            foreach (var span in text.AsSpan().EnumerateLines())
            {
                var line = span.ToString();
                if (Record().Match(line) is { Success: true } match
                    && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    open = number;
                    rejected.TryAdd(number, new RejectedRecord(number, "LOAD", match.Groups["text"].Value.Trim()));
                }

                if (open is { } record && Oracle().Match(line) is { Success: true } error)
                {
                    rejected[record] = new RejectedRecord(record, error.Groups["code"].Value, error.Value.Trim());
                    open = null;
                }
            }
        }

        return [.. rejected.Values.OrderBy(r => r.Record)];
    }

    /// <summary>Rows that stayed, over all logs; null where no log says.</summary>
    public static long? RowsLoaded(IEnumerable<string> texts)
    {
        var counts = texts.SelectMany(t => Loaded().Matches(t)).Select(m => long.Parse(m.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)).ToList();
        return counts.Count == 0 ? null : counts.Sum();
    }

    [GeneratedRegex(@"\b(?<count>\d{1,9}) Rows? successfully loaded", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Loaded();

    [GeneratedRegex(@"^\s*Record (?<number>\d+):\s*(?<text>(?:Rejected|Discarded).*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Record();

    [GeneratedRegex(@"(?<code>ORA-\d{5}):.*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Oracle();
}
