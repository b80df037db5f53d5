using System.Globalization;
using System.Text;

namespace Syntra.Cli.Output;

/// <summary>Rows of text in aligned columns, two blanks apart; what reads as an amount or a count is aligned right.</summary>
internal static class Columns
{
    private const string Gap = "  ";

    /// <summary>The lines, the first row being the heading; no blanks at their ends.</summary>
    internal static IEnumerable<string> Align(params IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows.Max(r => r.Length)).Select(i => rows.Max(r => i < r.Length ? r[i].Length : 0))];
        bool[] right = [.. widths.Select((_, i) => rows.Count > 1 && rows.Skip(1).All(r => i < r.Length && (r[i].Length == 0 || IsNumber(r[i]))))];
        foreach (string[] row in rows)
        {
            var line = new StringBuilder();
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(i == 0 ? "" : Gap).Append(right[i] ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
            }
            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>An amount with two decimals and thousands.</summary>
    internal static string Amount(decimal amount) => amount.ToString("#,##0.00##", CultureInfo.InvariantCulture);

    /// <summary>An amount where there is one.</summary>
    internal static string Amount(decimal? amount) => amount is { } some ? Amount(some) : "";

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
}
