using System.Collections.Concurrent;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Fusion.Balances;
using Syntra.Fusion.Rest;
using Syntra.Topology.Reconciliation;

namespace Syntra.Cli.Reconciliation;

/// <summary>What Fusion's balances say of the receivable accounts: every facility in every period that was ever opened, ours or not.</summary>
internal static class FusionTotals
{
    private const int Concurrent = 8;

    /// <summary>Asks period by period, so that an amount in a period where none belongs is found too.</summary>
    internal static async Task<IReadOnlyList<FusionBalance>> ReadAsync(
        FusionClient fusion, LedgerCatalog ledgers, IReadOnlyCollection<LedgerCalendar> calendars, CancellationToken cancellation)
    {
        var reader = new BalanceReader(fusion);
        var balances = new ConcurrentBag<FusionBalance>();
        var questions = calendars
            .Where(calendar => ledgers.Names.Contains(calendar.Ledger))
            .SelectMany(calendar => calendar.Periods.Where(p => p.Status != PeriodStatus.NeverOpened).Select(p => (Chart: ledgers.Chart(calendar.Ledger), Period: p.Name)));
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Concurrent, CancellationToken = cancellation };
        await Parallel.ForEachAsync(questions, limits, async (question, token) =>
        {
            var rows = await reader.ReadAsync(question.Chart, question.Period, question.Chart.ReceivablePattern("%"), token).ConfigureAwait(false);
            foreach (var facility in rows.GroupBy(row => row.Account.Split(question.Chart.Separator)[0], StringComparer.Ordinal))
            {
                balances.Add(new FusionBalance(question.Chart.LedgerName, facility.Key, question.Period, facility.Sum(row => row.Activity)));
            }
        }).ConfigureAwait(false);
        return [.. balances];
    }
}
