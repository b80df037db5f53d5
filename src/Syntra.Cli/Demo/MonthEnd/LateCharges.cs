using System.Globalization;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>
/// Those of the seeded day: one unit each, posted without trouble, the lowest ids. One is re-priced by little, one by so much that it is
/// held, one is credited.
/// </summary>
internal sealed class LateCharges(CernerSandbox cerner, DateOnly day) : ILateCharges
{
    private const decimal Small = 12.50m;
    private const decimal Large = 1500.00m;
    private const string Straight = "straight";
    private const string Held = "held";
    private const long CreditId = 5_399_000_001;

    // What the corrections change, the price, is no part of the choice: it is the same again after a restart.
    private const string Choice = """
        SELECT C.CHARGE_ITEM_ID FROM CHARGE C JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID
        WHERE typeof(C.CHARGE_ITEM_ID) = 'integer' AND C.CHARGE_ITEM_ID < $credit AND C.PROCESS_FLG = 999 AND C.ACTIVE_IND = 1 AND C.ITEM_QUANTITY = 1
          AND typeof(C.ITEM_EXTENDED_PRICE) IN ('integer', 'real') AND C.ITEM_EXTENDED_PRICE = C.ITEM_PRICE AND C.ITEM_PRICE > 0
          AND C.SERVICE_DT_TM < '2099' AND E.ORGANIZATION_ID <> $outreach
          AND NOT EXISTS (SELECT 1 FROM CHARGE_MOD M WHERE M.CHARGE_ITEM_ID = C.CHARGE_ITEM_ID AND M.FIELD6 IN ($unmapped, $rejected))
        ORDER BY C.CHARGE_ITEM_ID LIMIT 3
        """;

    private readonly ChargePrices prices = new(cerner);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>?> PlanAsync(CancellationToken cancellation)
    {
        var ids = await ChooseAsync(cancellation).ConfigureAwait(false);
        return ids.Count < 3 ? null : new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Straight] = Text(await prices.PriceAsync(ids[0], cancellation).ConfigureAwait(false) + Small),
            [Held] = Text(await prices.PriceAsync(ids[1], cancellation).ConfigureAwait(false) + Large),
        };
    }

    /// <inheritdoc/>
    public DateOnly DayOf(IReadOnlyDictionary<string, string> plan) => day;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LateCharge>> FindAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation)
    {
        var ids = await ChooseAsync(cancellation).ConfigureAwait(false);
        return [new LateCharge("re-priced", ids[0]), new LateCharge("re-priced-held", ids[1], Held: true), new LateCharge("credited", CreditId)];
    }

    /// <inheritdoc/>
    public async Task CorrectAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation)
    {
        var ids = await ChooseAsync(cancellation).ConfigureAwait(false);
        await prices.RepriceAsync(ids[1], decimal.Parse(plan[Held], CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        await prices.RepriceAsync(ids[0], decimal.Parse(plan[Straight], CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        var there = await prices.QueryAsync("SELECT 1 FROM CHARGE WHERE CHARGE_ITEM_ID = $id", row => row.GetInt64(0), cancellation, ("$id", CreditId)).ConfigureAwait(false);
        if (there.Count == 0)
        {
            await prices.Corrections.CreditAsync(ids[2], CreditId, cancellation).ConfigureAwait(false);
        }
    }

    private Task<List<long>> ChooseAsync(CancellationToken cancellation) => prices.QueryAsync(
        Choice, row => row.GetInt64(0), cancellation, ("$credit", CreditId), ("$outreach", HospitalDayCatalogue.UnknownFacilityId),
        ("$unmapped", HospitalDayCatalogue.UnmappedCode), ("$rejected", HospitalDayCatalogue.RejectedCode));

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
