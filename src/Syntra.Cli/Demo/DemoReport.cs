using System.Globalization;
using Spectre.Console;
using Syntra.Cli.Demo.MonthEnd;
using Syntra.Contracts;
using Syntra.Topology.Reconciliation;

namespace Syntra.Cli.Demo;

/// <summary>The demo's closing words: reconciliation by facility and period, the account of records, timings, and where to look next.</summary>
internal static class DemoReport
{
    private const int MostRows = 24;
    private const int Unbroken = 160;

    internal static void Print(ReconciliationReport report, DemoResult result, IReadOnlyList<StageTime> stages, DemoFolder? kept)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        if (Console.IsOutputRedirected)
        {
            // A file or a pipe has no width of its own; a terminal has, and the table fits itself to it.
            console.Profile.Width = Unbroken;
        }
        console.Write(Books(report));
        console.Write(Records(result));
        console.Write(Stages(stages));
        foreach (string line in MonthEndText.Of(result.MonthEnd))
        {
            console.WriteLine(line);
        }
        foreach (string line in Next(result, kept))
        {
            console.WriteLine(line);
        }
        console.WriteLine(Verdict(result));
    }

    private static Table Books(ReconciliationReport report)
    {
        var table = new Table().Title("Source = posted + parked + held + dead-lettered + in flight, and posted = Fusion").Border(TableBorder.Rounded);
        foreach (string column in (string[])["facility", "period", "source", "posted", "parked", "held", "dead-lettered", "in flight", "Fusion", "unexplained"])
        {
            table.AddColumn(new TableColumn(column) { Alignment = column is "facility" or "period" ? Justify.Left : Justify.Right });
        }
        foreach (var row in report.Rows.Take(MostRows))
        {
            table.AddRow(
                Markup.Escape(row.Facility), Markup.Escape(row.Period), Cell(row.SourceCount, row.SourceAmount), Cell(row.PostedCount, row.PostedAmount),
                Cell(row.ParkedCount, row.ParkedAmount), Cell(row.HeldCount, row.HeldAmount), Cell(row.DeadLetterCount, row.DeadLetterAmount),
                Cell(row.InFlightCount, row.InFlightAmount), Amount(row.FusionAmount), Amount(Math.Abs(row.UnexplainedAmount) + Math.Abs(row.UnexplainedLedgerAmount)));
        }
        if (report.Rows.Count > MostRows)
        {
            table.AddRow($"... {report.Rows.Count - MostRows} more");
        }
        var totals = report.Totals;
        table.AddEmptyRow();
        table.AddRow(
            "all", "", Cell(totals.SourceCount, totals.SourceAmount), Cell(totals.PostedCount, totals.PostedAmount), Cell(totals.ParkedCount, totals.ParkedAmount),
            Cell(totals.HeldCount, totals.HeldAmount), Cell(totals.DeadLetterCount, totals.DeadLetterAmount), Cell(totals.InFlightCount, totals.InFlightAmount),
            Amount(totals.FusionAmount), Amount(totals.Unexplained));
        return table;
    }

    private static Text Records(DemoResult result) => new(string.Create(CultureInfo.InvariantCulture,
        $"records: {result.RecordsReceived} received = {result.RecordsAccounted} accounted for, of them {result.ZeroDeltaCount} changed nothing and {result.StaleCount} were stale; {result.JournalBatches} journal batches, {result.DuplicatePostings} duplicate postings\n"));

    private static Table Stages(IReadOnlyList<StageTime> stages)
    {
        var table = new Table().Title("Time per stage, ms (batches: mean and longest)").Border(TableBorder.Minimal);
        table.AddColumn("stage").AddColumn(new TableColumn("count").RightAligned()).AddColumn(new TableColumn("median").RightAligned()).AddColumn(new TableColumn("p99").RightAligned());
        foreach (var stage in stages)
        {
            table.AddRow(Markup.Escape(stage.Stage), Text(stage.Count), Text(stage.MedianMs), Text(stage.P99Ms));
        }
        return table;
    }

    private static IEnumerable<string> Next(DemoResult result, DemoFolder? kept)
    {
        if (kept is null)
        {
            yield return "Next: ./syntra demo --dir DIR keeps the state; run it twice and see that nothing is posted twice.";
            yield break;
        }
        yield return $"Next: the tenant's settings and workbook are in {kept.Tenant}, the log is {kept.Log}, Fusion's ledger is {kept.FusionDatabase}.";
        if (result.ParkedCount > 0)
        {
            yield return "      Parked charges name the workbook row that they miss; add it there, and the next run posts them.";
        }
        yield return "      Run the same command again: every charge is saved again unchanged, and nothing is posted twice.";
    }

    private static string Verdict(DemoResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{(result.Agrees ? "The books agree" : "THE BOOKS DO NOT AGREE")}: unexplained {result.Unexplained:0.00}, duplicate postings {result.DuplicatePostings}, {result.Seconds:0.0} s");

    private static string Cell(long count, decimal amount) => count == 0 && amount == 0 ? "-" : $"{Text(count)} / {Amount(amount)}";

    private static string Amount(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);
}
