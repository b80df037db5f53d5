using NodaTime;
using Syntra.Topology.Intake;
using Syntra.Topology.Money;
using Treatments = Syntra.Topology.Reference.CrosswalkTables.Treatments;

namespace Syntra.Topology.Workbook;

/// <summary>What is wrong with one value, and the cure.</summary>
internal sealed record CellProblem(string What, string Cure);

/// <summary>Judges one filled cell; null when it is right.</summary>
internal delegate CellProblem? ColumnCheck(WorkbookRow row, string value, LedgerCharts charts);

/// <summary>The checks that columns are made of.</summary>
internal static class ColumnChecks
{
    private const int LongestText = 100;

    public static CellProblem? Text(WorkbookRow row, string value, LedgerCharts charts) =>
        value.Length <= LongestText && !value.Contains('|')
            ? null
            : new($"'{value}' is longer than {LongestText} characters or holds a |.", "Shorten it, or take the | out.");

    public static CellProblem? Code(WorkbookRow row, string value, LedgerCharts charts) =>
        Codes.IsWellFormed(value)
            ? null
            : new($"'{value}' is not a code.", $"Use up to {Codes.Longest} letters, digits, dots, hyphens, slashes or underscores.");

    public static CellProblem? Digits(WorkbookRow row, string value, LedgerCharts charts) =>
        value.All(char.IsAsciiDigit) ? null : new($"'{value}' is not a Fusion id.", "Use digits only, as Fusion shows the id.");

    public static CellProblem? Currency(WorkbookRow row, string value, LedgerCharts charts) =>
        Currencies.IsWellFormed(value) ? null : new($"'{value}' is not a currency.", "Use the ISO 4217 code, for example USD.");

    public static CellProblem? Zone(WorkbookRow row, string value, LedgerCharts charts) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(value) is not null
            ? null
            : new($"'{value}' is not a time zone.", "Use an IANA name, for example America/Chicago.");

    public static CellProblem? Treatment(WorkbookRow row, string value, LedgerCharts charts) =>
        value is Treatments.Money or Treatments.NotMoney or Treatments.NotYet
            ? null
            : new($"'{value}' is not a treatment.", $"Use {Treatments.Money}, {Treatments.NotMoney} or {Treatments.NotYet}.");

    public static CellProblem? Chart(WorkbookRow row, string value, LedgerCharts charts) =>
        ChartOfAccounts.Parse(value) is not null
            ? null
            : new(
                $"'{value}' is not a chart of accounts.",
                "List segment:width joined by hyphens, facility first, with department and account, for example facility:3-department:4-account:5-future:4.");

    public static CellProblem? Ledger(WorkbookRow row, string value, LedgerCharts charts) =>
        charts.Knows(value) ? null : new($"Ledger '{value}' is unknown.", "Correct it, or add the ledger to ledgers.csv.");

    /// <summary>A segment value of the chart in the same row.</summary>
    public static ColumnCheck OwnSegment(string segment) => (row, value, _) =>
        Fit(segment, value, ChartOfAccounts.Parse(row["chart"]) is { } chart ? [chart.Width(segment)] : []);

    /// <summary>A segment value of the charts of the row's ledger.</summary>
    public static ColumnCheck LedgerSegment(string segment) => (row, value, charts) => Fit(segment, value, charts.Widths(row["ledger"], segment));

    /// <summary>A segment value that fits at least one ledger of the workbook, as its row names none.</summary>
    public static ColumnCheck AnyLedgerSegment(string segment) => (_, value, charts) => Fit(segment, value, charts.Widths(segment));

    // Without a width the chart itself is wrong or missing, which is reported where it stands.
    private static CellProblem? Fit(string segment, string value, IReadOnlyCollection<int> widths) =>
        widths.Count == 0 || (value.All(char.IsAsciiDigit) && widths.Contains(value.Length))
            ? null
            : new(
                $"'{value}' is not a value of segment {segment}.",
                $"Use exactly {string.Join(" or ", widths.Distinct().Order())} digits, leading zeros included.");
}
