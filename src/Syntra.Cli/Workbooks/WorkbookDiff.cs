using System.Globalization;
using Syntra.Contracts;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Workbooks;

/// <summary>What is different about one row.</summary>
internal enum RowChange
{
    /// <summary>Only the second workbook has it.</summary>
    Added,

    /// <summary>Only the first workbook has it.</summary>
    Removed,

    /// <summary>Both have it, with other values or another end.</summary>
    Changed,
}

/// <summary>One column that says something else.</summary>
internal sealed record ColumnChange(string Column, string Before, string After);

/// <summary>One row that differs.</summary>
/// <param name="Table">The table.</param>
/// <param name="Code">Its code.</param>
/// <param name="Change">How it differs.</param>
/// <param name="From">First day of the row.</param>
/// <param name="To">Last day, of the second workbook where both have it; null for open-ended.</param>
/// <param name="EffectiveFrom">First service day, or decision day for rules, on which anything is different.</param>
/// <param name="Columns">What is different, where both have it; all values else.</param>
internal sealed record RowDifference(string Table, string Code, RowChange Change, DateOnly From, DateOnly? To, DateOnly EffectiveFrom, IReadOnlyList<ColumnChange> Columns);

/// <summary>Two workbooks compared by what they say; comments, the order of rows and spacing say nothing.</summary>
/// <param name="Before">Version of the first.</param>
/// <param name="After">Version of the second.</param>
/// <param name="Rows">Rows that differ, by table, code and day.</param>
/// <param name="Accounts">Segment values that differing rows name: where the ledger can move.</param>
internal sealed record WorkbookDiff(string Before, string After, IReadOnlyList<RowDifference> Rows, IReadOnlyList<string> Accounts)
{
    private const string ValidTo = "valid_to";

    private static readonly string[] AccountColumns = ["natural_account", "cost_center", "balancing_segment", "receivable_account", "default_department"];

    /// <summary>Compares.</summary>
    internal static WorkbookDiff Of(CompiledWorkbook before, CompiledWorkbook after)
    {
        var (old, next) = (ByDay(before), ByDay(after));
        var rows = old.Keys.Union(next.Keys)
            .Select(key => Difference(key, old.GetValueOrDefault(key), next.GetValueOrDefault(key)))
            .OfType<RowDifference>()
            .OrderBy(r => r.Table, StringComparer.Ordinal).ThenBy(r => r.Code, StringComparer.Ordinal).ThenBy(r => r.From)
            .ToList();
        var accounts = rows.SelectMany(r => r.Columns).Where(c => AccountColumns.Contains(c.Column))
            .SelectMany(c => new[] { c.Before, c.After }.Where(value => value.Length > 0).Select(value => $"{c.Column} {value}"));
        return new WorkbookDiff(before.Version, after.Version, rows, [.. accounts.Distinct().Order(StringComparer.Ordinal)]);
    }

    private static Dictionary<(string Table, string Code, DateOnly From), CrosswalkRow> ByDay(CompiledWorkbook workbook) =>
        workbook.Entries.SelectMany(e => e.Rows.Select(r => (Key: (e.Table, e.Code, r.ValidFrom), Row: r))).ToDictionary(r => r.Key, r => r.Row);

    private static RowDifference? Difference((string Table, string Code, DateOnly From) key, CrosswalkRow? before, CrosswalkRow? after)
    {
        var columns = (before?.Values.Keys ?? []).Union(after?.Values.Keys ?? []).Order(StringComparer.Ordinal)
            .Select(column => new ColumnChange(column, before?.Values.GetValueOrDefault(column) ?? "", after?.Values.GetValueOrDefault(column) ?? ""))
            .Where(c => c.Before != c.After)
            .ToList();
        bool valuesDiffer = columns.Count > 0;
        if (before is not null && after is not null && before.ValidTo != after.ValidTo)
        {
            columns.Add(new ColumnChange(ValidTo, Text(before.ValidTo), Text(after.ValidTo)));
        }
        var change = before is null ? RowChange.Added : after is null ? RowChange.Removed : RowChange.Changed;
        return columns.Count == 0 ? null
            : new RowDifference(key.Table, key.Code, change, key.From, (after ?? before)!.ValidTo, valuesDiffer ? key.From : FirstAfter(before!.ValidTo, after!.ValidTo), columns);
    }

    // Of two ends the days after the earlier one are different.
    private static DateOnly FirstAfter(DateOnly? left, DateOnly? right)
    {
        var (one, other) = (left ?? DateOnly.MaxValue, right ?? DateOnly.MaxValue);
        return (one < other ? one : other).AddDays(1);
    }

    private static string Text(DateOnly? day) => day is { } some ? some.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
}
