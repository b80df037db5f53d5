namespace Syntra.Topology.Reconciliation;

/// <summary>
/// A control total read straight from the source, past the stream: charge rows of one organization, process flag and service
/// instant. Any grouping at least this fine will do.
/// </summary>
/// <param name="OrganizationId">ENCOUNTER.ORGANIZATION_ID; null where the charge has no encounter row or that has none.</param>
/// <param name="ProcessFlag">CHARGE.PROCESS_FLG; null where it has none.</param>
/// <param name="ServiceAt">CHARGE.SERVICE_DT_TM, to the second; null where it is missing or no date.</param>
/// <param name="Count">Rows.</param>
/// <param name="Amount">Sum of ITEM_EXTENDED_PRICE, signed; rows whose value is missing or no number count 0.</param>
/// <param name="Active">ACTIVE_IND is 1; rows that are logically deleted are due nothing.</param>
public sealed record ControlTotalInput(
    string? OrganizationId, string? ProcessFlag, DateTimeOffset? ServiceAt, long Count, decimal Amount, bool Active = true)
{
    /// <summary>A control total with the service instant as text, read by the same rule as that of a raw charge.</summary>
    /// <param name="serviceAt"><c>yyyy-MM-ddTHH:mm:ssZ</c>; any other text is no date.</param>
    public static ControlTotalInput FromText(
        string? organizationId, string? processFlag, bool active, string? serviceAt, long count, decimal amount) =>
        new(organizationId, processFlag, Intake.SourceValues.Instant(serviceAt), count, amount, active);
}

/// <summary>What Fusion says moved on the receivable accounts of one balancing segment in one period.</summary>
/// <param name="Ledger">Ledger name.</param>
/// <param name="BalancingSegment">Value of the first segment.</param>
/// <param name="Period">Period name.</param>
/// <param name="Activity">Debits less credits of posted journals.</param>
public sealed record FusionBalance(string Ledger, string BalancingSegment, string Period, decimal Activity);

/// <summary>A balance that reconciliation needs from Fusion.</summary>
/// <param name="Ledger">Ledger name.</param>
/// <param name="BalancingSegment">Value of the first segment.</param>
/// <param name="Period">Period name.</param>
/// <param name="AccountCombination">For the balances finder: balancing segment and receivable account, <c>%</c> for the other segments.</param>
public sealed record BalanceQuery(string Ledger, string BalancingSegment, string Period, string AccountCombination);
