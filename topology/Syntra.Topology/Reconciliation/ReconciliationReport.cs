using Syntra.Contracts;

namespace Syntra.Topology.Reconciliation;

/// <summary>The books against their source.</summary>
/// <param name="Rows">By facility and period; facility <c>-</c> holds charges that name none.</param>
/// <param name="Totals">Over all rows.</param>
/// <param name="Account">Every record version received, in one place each.</param>
public sealed record ReconciliationReport(IReadOnlyList<ReconciliationRow> Rows, ReconciliationTotals Totals, RecordAccount Account)
{
    /// <summary>Whether nothing is unexplained: to the cent, in every row by itself, and in the record account.</summary>
    public bool IsExplained => Totals.UnexplainedCount == 0 && Math.Round(Totals.Unexplained, 2, MidpointRounding.AwayFromZero) == 0 && Account.IsBalanced;
}

/// <summary>Sums over all rows. Amounts are signed, in the ledger currency.</summary>
/// <param name="LedgerAmount">What our accepted lines moved on receivable accounts.</param>
/// <param name="FusionAmount">What Fusion says moved there.</param>
/// <param name="UnexplainedCount">Sum of the rows' absolute count differences, so that two errors never cancel out.</param>
/// <param name="Unexplained">Sum of the rows' absolute differences source - accounted for and ledger - Fusion, and of posted - ledger over all rows.</param>
public sealed record ReconciliationTotals(
    long SourceCount,
    decimal SourceAmount,
    long PostedCount,
    decimal PostedAmount,
    long ParkedCount,
    decimal ParkedAmount,
    long HeldCount,
    decimal HeldAmount,
    long DeadLetterCount,
    decimal DeadLetterAmount,
    long InFlightCount,
    decimal InFlightAmount,
    decimal LedgerAmount,
    decimal FusionAmount,
    long UnexplainedCount,
    decimal Unexplained)
{
    internal static ReconciliationTotals Of(IReadOnlyList<ReconciliationRow> rows)
    {
        var (posted, ledger) = (rows.Sum(r => r.PostedAmount), rows.Sum(r => r.LedgerAmount));
        return new ReconciliationTotals(
            rows.Sum(r => r.SourceCount),
            rows.Sum(r => r.SourceAmount),
            rows.Sum(r => r.PostedCount),
            posted,
            rows.Sum(r => r.ParkedCount),
            rows.Sum(r => r.ParkedAmount),
            rows.Sum(r => r.HeldCount),
            rows.Sum(r => r.HeldAmount),
            rows.Sum(r => r.DeadLetterCount),
            rows.Sum(r => r.DeadLetterAmount),
            rows.Sum(r => r.InFlightCount),
            rows.Sum(r => r.InFlightAmount),
            ledger,
            rows.Sum(r => r.FusionAmount),
            rows.Sum(r => Math.Abs(r.UnexplainedCount)),
            rows.Sum(r => Math.Abs(r.UnexplainedAmount) + Math.Abs(r.UnexplainedLedgerAmount)) + Math.Abs(posted - ledger));
    }
}

/// <summary>The record account: received = posted + zero-delta + stale + parked + held + dead-lettered + in flight.</summary>
/// <param name="Received">Raw versions received.</param>
/// <param name="Posted">Versions that Fusion accepted.</param>
/// <param name="InFlight">Versions on their way to Fusion, and those that wait behind them.</param>
public sealed record RecordAccount(
    long Received, long Posted, long ZeroDelta, long Stale, long Parked, long Held, long DeadLettered, long InFlight)
{
    /// <summary>Whether every version is in exactly one place.</summary>
    public bool IsBalanced => Received == Posted + ZeroDelta + Stale + Parked + Held + DeadLettered + InFlight;

    internal static RecordAccount Of(IReadOnlyCollection<PostedCharge> charges) => new(
        charges.Sum(c => c.Received),
        charges.Sum(c => c.Applied),
        charges.Sum(c => c.ZeroDelta),
        charges.Sum(c => c.Stale),
        charges.Count(c => c.Status == ChargeStatus.Parked),
        charges.Count(c => c.Status == ChargeStatus.Held),
        charges.Sum(c => c.DeadLettered),
        charges.Sum(c => (c.Pending is null ? 0 : 1) + c.Waiting.Count));
}
