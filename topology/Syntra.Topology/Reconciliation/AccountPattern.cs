using Syntra.Contracts;
using Syntra.Topology.Reference;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Reconciliation;

/// <summary>Writes the account combination that the balances finder is asked with.</summary>
internal static class AccountPattern
{
    /// <summary>The balancing segment and the receivable account of an effect, <c>%</c> in every other segment.</summary>
    public static string Of(IReferenceData reference, LedgerEffect effect)
    {
        var row = reference.Crosswalk(CrosswalkTables.Ledger, effect.Ledger)?.Rows.LastOrDefault();
        var values = effect.Account.Split('-');
        if (row is null || ChartOfAccounts.Parse(row.Column(CrosswalkTables.Columns.Chart)) is not { } chart || chart.Segments.Count != values.Length)
        {
            // Without its chart, the account as it was posted is all that is known.
            return effect.Account;
        }

        return string.Join('-', chart.Segments.Zip(values, (segment, value) =>
            segment.Name is ChartOfAccounts.Facility or ChartOfAccounts.Account ? value : "%"));
    }
}
