using System.Globalization;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;

namespace Syntra.Topology.Workbook;

/// <summary>A row whose dates could be read.</summary>
internal sealed record DatedRow(WorkbookRow Row, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>The checks of single rows, and of the rows of one key against each other.</summary>
internal static class RowChecks
{
    private const string DateFormat = "yyyy-MM-dd";

    public static void CheckCells(TableDefinition table, WorkbookRow row, LedgerCharts charts, List<LintError> errors)
    {
        foreach (var column in table.Columns)
        {
            var value = row[column.Name];
            var problem = value.Length == 0 ? new CellProblem($"{column.Name} is empty.", "Fill it in.") : column.Check(row, value, charts);
            if (problem is not null)
            {
                errors.Add(row.Error(problem.What, problem.Cure));
            }
        }
    }

    public static DatedRow? CheckDates(WorkbookRow row, List<LintError> errors)
    {
        var from = ReadDate(row, Column.ValidFrom, errors);
        var to = row[Column.ValidTo].Length == 0 ? null : ReadDate(row, Column.ValidTo, errors);
        if (from is null || (to is null && row[Column.ValidTo].Length > 0))
        {
            return null;
        }

        if (to < from)
        {
            errors.Add(row.Error($"valid_to {Text(to.Value)} lies before valid_from {Text(from.Value)}.", "Correct one of them; both days belong to the row."));
            return null;
        }

        return new DatedRow(row, from.Value, to);
    }

    /// <summary>Refuses two rows of one key that hold on the same day.</summary>
    public static void CheckOverlaps(TableDefinition table, IEnumerable<DatedRow> rowsOfOneKey, List<LintError> errors)
    {
        DatedRow? longest = null;
        foreach (var row in rowsOfOneKey.OrderBy(r => r.ValidFrom).ThenBy(r => r.Row.Line))
        {
            if (longest is not null && row.ValidFrom == longest.ValidFrom)
            {
                errors.Add(row.Row.Error(
                    $"Duplicate key: {table.KeyName} {table.CodeOf(row.Row)} from {Text(row.ValidFrom)} stands on line {longest.Row.Line} too.",
                    "Remove one of the two rows."));
            }
            else if (longest is not null && !(longest.ValidTo < row.ValidFrom))
            {
                errors.Add(row.Row.Error(
                    $"Overlapping dates: {table.KeyName} {table.CodeOf(row.Row)} from {Text(row.ValidFrom)} overlaps line {longest.Row.Line}.",
                    $"End line {longest.Row.Line} with valid_to {Text(row.ValidFrom.AddDays(-1))}, or let this row start later."));
            }

            if (longest is null || EndsLater(row, longest))
            {
                longest = row;
            }
        }
    }

    private static bool EndsLater(DatedRow row, DatedRow other) => other.ValidTo is { } last && (row.ValidTo is not { } mine || mine > last);

    private static DateOnly? ReadDate(WorkbookRow row, string column, List<LintError> errors)
    {
        if (DateOnly.TryParseExact(row[column], DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        errors.Add(row.Error($"{column} '{row[column]}' is not a date.", "Write it as yyyy-MM-dd, for example 2026-01-31."));
        return null;
    }

    private static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);
}
