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
    // Only charges of encounters that were combined away are told apart by encounter: few, and their facility is that of the chain's end.
    private const string Sql = """
        SELECT E.ORGANIZATION_ID, C.PROCESS_FLG, C.ACTIVE_IND, C.SERVICE_DT_TM, C.ITEM_EXTENDED_PRICE, COUNT(*), X.FROM_ENCNTR_ID, S.CDF_MEANING
        FROM CHARGE C
        LEFT JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID AND C.ENCNTR_ID <> 0
        LEFT JOIN CODE_VALUE S ON S.CODE_VALUE = E.ENCNTR_STATUS_CD AND S.CODE_SET = 261
        LEFT JOIN (SELECT DISTINCT FROM_ENCNTR_ID FROM ENCNTR_COMBINE WHERE ACTIVE_IND = 1 AND UCB_DT_TM IS NULL) X
            ON X.FROM_ENCNTR_ID = C.ENCNTR_ID AND C.ENCNTR_ID <> 0
        GROUP BY E.ORGANIZATION_ID, C.PROCESS_FLG, C.ACTIVE_IND, C.SERVICE_DT_TM, C.ITEM_EXTENDED_PRICE, X.FROM_ENCNTR_ID, S.CDF_MEANING
        """;

    private const string CancelledMeaning = "CANCELLED";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ControlTotal>> ReadAsync(CancellationToken ct = default)
    {
        var database = await Database.OpenSnapshotAsync(connect, dialect, ct).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            var combined = await CombinedEncounters.ReadAsync(database, ct).ConfigureAwait(false);
            var groups = await database.QueryAsync(Sql, [], row => ReadGroup(row, combined), ct).ConfigureAwait(false);
            return
            [
                .. groups
                    .GroupBy(g => g with { Count = 0, Amount = 0 })
                    .Select(g => g.Key with { Count = g.Sum(t => t.Count), Amount = g.Sum(t => t.Amount) }),
            ];
        }
    }

    // A void encounter's charges are due nothing, like rows that are not active.
    private ControlTotal ReadGroup(DbDataReader row, CombinedEncounters combined)
    {
        var own = (Organization: ExactText.Reference(row.GetValue(0)), Status: ExactText.Of(row.GetValue(7)));
        var (organization, status) = combined.EndOf(ExactText.Reference(row.GetValue(6))) ?? own;
        var isVoid = CancelledMeaning.Equals(status?.Trim(), StringComparison.OrdinalIgnoreCase);
        var count = row.GetInt64(5);
        var amount = ExactText.TryAmount(ExactText.Of(row.GetValue(4)), out var price) ? price * count : 0m;
        return new ControlTotal(
            organization,
            ExactText.Id(row.GetValue(1)),
            ChargeModRow.IsOne(row.GetValue(2)) && !isVoid,
            ServiceTime.Of(row.GetValue(3), dialect),
            count,
            amount);
    }
}
