using Syntra.Contracts;
using Syntra.Fusion.Balances;
using Syntra.Fusion.Delivery;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Runtime;

/// <summary>The workbook's ledger table, as the Fusion connector needs it.</summary>
internal sealed class LedgerCatalog(CompiledWorkbook workbook)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> ledgers = workbook.Entries
        .Where(entry => entry.Table == "ledger")
        // Ids, sources and the chart of a ledger do not change with time; the latest row speaks for it.
        .ToDictionary(entry => entry.Code, entry => entry.Rows[^1].Values, StringComparer.Ordinal);

    /// <summary>Names of the ledgers.</summary>
    internal IReadOnlyCollection<string> Names => ledgers.Keys;

    /// <summary>Fusion's LEDGER_ID of a ledger.</summary>
    internal long Id(string ledger) => long.Parse(ledgers[ledger]["ledger_id"]);

    /// <summary>What delivery needs of a ledger; null when the workbook does not have it.</summary>
    internal LedgerSettings? Settings(string ledger) => ledgers.TryGetValue(ledger, out var row)
        ? new LedgerSettings(ledger, row["data_access_set_id"], row["journal_source"], row["journal_category"])
        : null;

    /// <summary>What asking for balances needs of a ledger.</summary>
    internal LedgerChart Chart(string ledger)
    {
        var row = ledgers[ledger];
        var chart = ChartOfAccounts.Parse(row["chart"]) ?? throw new InvalidOperationException($"Ledger {ledger} has a chart that cannot be read.");
        return new LedgerChart(ledger, row["currency"], [.. chart.Segments.Select(segment => segment.Name)], row["receivable_account"]);
    }
}
