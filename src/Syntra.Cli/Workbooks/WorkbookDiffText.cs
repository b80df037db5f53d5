using System.Globalization;

namespace Syntra.Cli.Workbooks;

/// <summary>A difference in words.</summary>
internal static class WorkbookDiffText
{
    /// <summary>One line for each row that differs, and the accounts last.</summary>
    internal static IEnumerable<string> Of(WorkbookDiff diff)
    {
        if (diff.Rows.Count == 0)
        {
            yield return "the two workbooks say the same";
            yield break;
        }
        foreach (var row in diff.Rows)
        {
            string sign = row.Change switch { RowChange.Added => "+", RowChange.Removed => "-", _ => "~" };
            string days = string.Create(CultureInfo.InvariantCulture, $"{row.From:yyyy-MM-dd}..{(row.To is { } to ? to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "")}");
            yield return string.Create(CultureInfo.InvariantCulture, $"{sign} {row.Table} {row.Code} {days}, from {row.EffectiveFrom:yyyy-MM-dd}: {string.Join(", ", row.Columns.Select(c => Column(c, row.Change)))}");
        }
        if (diff.Accounts.Count > 0)
        {
            yield return "accounts touched: " + string.Join(", ", diff.Accounts);
        }
    }

    private static string Column(ColumnChange column, RowChange change) => change switch
    {
        RowChange.Added => $"{column.Column} {column.After}",
        RowChange.Removed => $"{column.Column} {column.Before}",
        _ => $"{column.Column} {Value(column.Before)} -> {Value(column.After)}",
    };

    private static string Value(string text) => text.Length == 0 ? "(none)" : text;
}
