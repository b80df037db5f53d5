using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;

namespace Syntra.Topology.Workbook;

/// <summary>The ledgers of a workbook with their charts, for checking the other tables against them.</summary>
internal sealed class LedgerCharts
{
    private readonly ILookup<string, ChartOfAccounts?> _charts;

    public LedgerCharts(IEnumerable<WorkbookRow> ledgerRows) =>
        _charts = ledgerRows.ToLookup(r => r[Column.Ledger], r => ChartOfAccounts.Parse(r[Column.Chart]), StringComparer.Ordinal);

    public bool Knows(string ledger) => _charts.Contains(ledger);

    public IReadOnlyCollection<int> Widths(string ledger, string segment) => [.. _charts[ledger].OfType<ChartOfAccounts>().Select(c => c.Width(segment))];

    public IReadOnlyCollection<int> Widths(string segment) =>
        [.. _charts.SelectMany(c => c).OfType<ChartOfAccounts>().Select(c => c.Width(segment))];
}
