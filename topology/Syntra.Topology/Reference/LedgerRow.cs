using System.Runtime.CompilerServices;
using Syntra.Contracts;
using Syntra.Topology.Money;
using Syntra.Topology.Workbook;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;

namespace Syntra.Topology.Reference;

/// <summary>A ledger's row in force on a day, read.</summary>
internal sealed record LedgerRow(string Ledger, CrosswalkRow Row, ChartOfAccounts Chart)
{
    // Rows live as long as their workbook version, and are read for every charge.
    private static readonly ConditionalWeakTable<CrosswalkRow, ChartOfAccounts> Charts = [];

    public string LedgerId => Row.Column(Column.LedgerId);

    public string Currency => Row.Column(Column.Currency);

    public int Decimals => Currencies.Decimals(Currency);

    /// <summary>The row in force; null when there is none, or one whose chart cannot be read.</summary>
    public static LedgerRow? Find(IReferenceData reference, string ledger, DateOnly day) =>
        reference.Crosswalk(CrosswalkTables.Ledger, ledger).AsOf(day) is { } row && ChartOf(row) is { } chart
            ? new LedgerRow(ledger, row, chart)
            : null;

    private static ChartOfAccounts? ChartOf(CrosswalkRow row)
    {
        if (!Charts.TryGetValue(row, out var chart) && ChartOfAccounts.Parse(row.Column(Column.Chart)) is { } parsed)
        {
            chart = parsed;
            Charts.AddOrUpdate(row, parsed);
        }

        return chart;
    }
}
