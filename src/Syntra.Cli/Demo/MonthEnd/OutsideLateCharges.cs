using System.Globalization;
using Syntra.Sandbox.Cerner;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>
/// Those of data from outside, in their latest month that has enough: one is re-priced up and one down by the same amount, and a large one
/// moves to another cost centre, which is held. So count and sum of the charges stay as they were brought.
/// </summary>
internal sealed class OutsideLateCharges(CernerSandbox cerner) : ILateCharges
{
    private const decimal Small = 12.50m;

    // Above the threshold of the workbook that goes with such data, whose rule holds corrections of closed periods by it.
    private const decimal Large = 1000.00m;
    private const string Month = "month";
    private const string Up = "up";
    private const string Down = "down";
    private const string Moved = "moved";
    private const char Separator = ':';

    // In the middle of a month it is the same month in every time zone. What the corrections change is no part of the choice.
    private const string Choice = """
        SELECT strftime('%Y-%m', SERVICE_DT_TM), CHARGE_ITEM_ID, printf('%.2f', ITEM_PRICE), DEPARTMENT_CD FROM CHARGE
        WHERE PROCESS_FLG = 999 AND ACTIVE_IND = 1 AND ITEM_QUANTITY = 1 AND CAST(strftime('%d', SERVICE_DT_TM) AS INTEGER) BETWEEN 3 AND 26
        ORDER BY CHARGE_ITEM_ID
        """;

    private readonly ChargePrices prices = new(cerner);

    private sealed record Row(string Month, long Id, decimal Price, long Department);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>?> PlanAsync(CancellationToken cancellation)
    {
        var rows = await RowsAsync(cancellation).ConfigureAwait(false);
        foreach (var month in rows.GroupBy(r => r.Month).OrderByDescending(m => m.Key, StringComparer.Ordinal))
        {
            var charges = month.ToList();
            var large = charges.MaxBy(c => c.Price)!;
            var others = charges.Where(c => c.Id != large.Id && c.Price > Small).Take(2).ToList();
            long? department = rows.Select(r => r.Department).Distinct().Order().Cast<long?>().FirstOrDefault(d => d != large.Department);
            if (large.Price > Large && others.Count == 2 && department is { } other)
            {
                string Of(Row row, string value) => string.Create(CultureInfo.InvariantCulture, $"{charges.IndexOf(row)}{Separator}{value}");
                return new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [Month] = month.Key,
                    [Up] = Of(others[0], Text(others[0].Price + Small)),
                    [Down] = Of(others[1], Text(others[1].Price - Small)),
                    [Moved] = Of(large, other.ToString(CultureInfo.InvariantCulture)),
                };
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public DateOnly DayOf(IReadOnlyDictionary<string, string> plan) => DateOnly.ParseExact(plan[Month] + "-15", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LateCharge>> FindAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation)
    {
        var ids = await IdsAsync(plan, cancellation).ConfigureAwait(false);
        return [new LateCharge("re-priced-up", ids[Up]), new LateCharge("re-priced-down", ids[Down]), new LateCharge("moved-cost-centre-held", ids[Moved], Held: true)];
    }

    /// <inheritdoc/>
    public async Task CorrectAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation)
    {
        var ids = await IdsAsync(plan, cancellation).ConfigureAwait(false);
        await prices.MoveAsync(ids[Moved], long.Parse(Value(plan[Moved]), CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        foreach (string kind in (string[])[Up, Down])
        {
            await prices.RepriceAsync(ids[kind], decimal.Parse(Value(plan[kind]), CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        }
    }

    // A charge is named by its place among those of the month, not by its id.
    private async Task<Dictionary<string, long>> IdsAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation)
    {
        var charges = (await RowsAsync(cancellation).ConfigureAwait(false)).Where(r => r.Month == plan[Month]).ToList();
        return ((string[])[Up, Down, Moved]).ToDictionary(k => k, k => charges[int.Parse(plan[k].Split(Separator)[0], CultureInfo.InvariantCulture)].Id, StringComparer.Ordinal);
    }

    private Task<List<Row>> RowsAsync(CancellationToken cancellation) => prices.QueryAsync(
        Choice, row => new Row(row.GetString(0), row.GetInt64(1), decimal.Parse(row.GetString(2), CultureInfo.InvariantCulture), row.GetInt64(3)), cancellation);

    private static string Value(string planned) => planned.Split(Separator)[1];

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
