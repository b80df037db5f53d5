using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Topology.Workbook;

/// <summary>The version of a workbook's content.</summary>
internal static class WorkbookHash
{
    public static string Compute(IEnumerable<CrosswalkEntry> entries)
    {
        var parts = new List<string> { "workbook-1" };
        foreach (var entry in entries.OrderBy(e => e.Table, StringComparer.Ordinal).ThenBy(e => e.Code, StringComparer.Ordinal))
        {
            parts.AddRange(entry.Table, entry.Code);
            foreach (var row in entry.Rows)
            {
                parts.AddRange("row", Text(row.ValidFrom), row.ValidTo is { } to ? Text(to) : "");
                foreach (var (column, value) in row.Values.OrderBy(v => v.Key, StringComparer.Ordinal))
                {
                    parts.AddRange(column, value);
                }
            }
        }

        return IdempotencyKey.Compute([.. parts]);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
