using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Balances;

/// <summary>A ledger's chart of accounts, as far as asking for balances needs it.</summary>
/// <param name="LedgerName">Fusion's ledger name.</param>
/// <param name="Currency">Ledger currency, ISO 4217.</param>
/// <param name="Segments">Segment names in chart order, for example facility, department, account, future.</param>
/// <param name="ReceivableAccount">Natural account of the receivable.</param>
public sealed record LedgerChart(string LedgerName, string Currency, IReadOnlyList<string> Segments, string ReceivableAccount)
{
    /// <summary>Name of the natural-account segment in <see cref="Segments"/>.</summary>
    public string AccountSegment { get; init; } = "account";

    /// <summary>Name of the facility (balancing) segment in <see cref="Segments"/>.</summary>
    public string FacilitySegment { get; init; } = "facility";

    /// <summary>What stands between segments in Fusion's account combinations.</summary>
    public char Separator { get; init; } = '-';

    /// <summary>The receivable of one facility over all cost centres, for example <c>101-%-12000-%</c>.</summary>
    /// <exception cref="ArgumentException">The chart lacks one of the two segments.</exception>
    public string ReceivablePattern(string facilityValue)
    {
        if (!Segments.Contains(AccountSegment) || !Segments.Contains(FacilitySegment))
        {
            throw new ArgumentException($"The chart of ledger {LedgerName} ({string.Join('-', Segments)}) lacks segment '{FacilitySegment}' or '{AccountSegment}'.");
        }

        var values = Segments.Select(s => s == FacilitySegment ? facilityValue : s == AccountSegment ? ReceivableAccount : "%");
        return string.Join(Separator, values);
    }
}

/// <summary>Reads what Fusion's balances say; only posted journals are in them.</summary>
public sealed class BalanceReader(FusionClient client)
{
    /// <summary>Activity of a facility's receivable in one period: debits less credits, in the ledger's currency.</summary>
    public async Task<decimal> ReadReceivableActivityAsync(LedgerChart chart, string period, string facilityValue, CancellationToken ct)
    {
        var rows = await ReadAsync(chart, period, chart.ReceivablePattern(facilityValue), ct);
        return rows.Sum(r => r.Activity);
    }

    /// <summary>Every account combination of the pattern, one row each.</summary>
    public Task<IReadOnlyList<AccountBalance>> ReadAsync(LedgerChart chart, string period, string accountPattern, CancellationToken ct) =>
        client.GetBalancesAsync(chart.LedgerName, period, chart.Currency, accountPattern, ct);
}
