using System.Data.Common;

namespace Syntra.Cerner.Millennium;

/// <summary>
/// Control totals from CHARGE and ENCOUNTER in one read transaction. The database groups by price and counts; sums are made here in
/// decimal, since a sum over a floating column would not be exact.
/// </summary>
/// <param name="connect">Makes a connection to the Millennium database.</param>
/// <param name="dialect">The database's dialect.</param>
public sealed class MillenniumControlTotals(Func<DbConnection> connect, IMillenniumDialect dialect) : IControlTotals
{
    private const string Sql = """
        SELECT E.ORGANIZATION_ID, C.PROCESS_FLG, C.ACTIVE_IND, C.SERVICE_DT_TM, C.ITEM_EXTENDED_PRICE, COUNT(*)
        FROM CHARGE C
        LEFT JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID AND C.ENCNTR_ID <> 0
        GROUP BY E.ORGANIZATION_ID, C.PROCESS_FLG, C.ACTIVE_IND, C.SERVICE_DT_TM, C.ITEM_EXTENDED_PRICE
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ControlTotal>> ReadAsync(CancellationToken ct = default)
    {
        var database = await Database.OpenSnapshotAsync(connect, dialect, ct).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            var groups = await database.QueryAsync(Sql, [], ReadGroup, ct).ConfigureAwait(false);
            return
            [
                .. groups
                    .GroupBy(g => g with { Count = 0, Amount = 0 })
                    .Select(g => g.Key with { Count = g.Sum(t => t.Count), Amount = g.Sum(t => t.Amount) }),
            ];
        }
    }

    private ControlTotal ReadGroup(DbDataReader row)
    {
        var count = row.GetInt64(5);
        var amount = ExactText.TryAmount(ExactText.Of(row.GetValue(4)), out var price) ? price * count : 0m;
        return new ControlTotal(
            ExactText.Reference(row.GetValue(0)),
            ExactText.Id(row.GetValue(1)),
            ChargeModRow.IsOne(row.GetValue(2)),
            ServiceTime.Of(row.GetValue(3), dialect),
            count,
            amount);
    }
}
