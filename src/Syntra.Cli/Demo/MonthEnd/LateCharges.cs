using System.Globalization;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Corrections;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>The three charges that somebody in the hospital corrects after the close: one unit each, posted without trouble, the lowest ids.</summary>
internal sealed class LateCharges(CernerSandbox cerner)
{
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

    private readonly CernerCorrections corrections = new(cerner);

    /// <summary>Ids of the three, and of the credit of the last; null where the day has too few charges.</summary>
    internal async Task<(long Straight, long Held, long Credited, long Credit)?> ChooseAsync(CancellationToken cancellation)
    {
        var ids = await QueryAsync(
            Choice, row => row.GetInt64(0), cancellation, ("$credit", CreditId), ("$outreach", HospitalDayCatalogue.UnknownFacilityId),
            ("$unmapped", HospitalDayCatalogue.UnmappedCode), ("$rejected", HospitalDayCatalogue.RejectedCode)).ConfigureAwait(false);
        return ids.Count == 3 ? (ids[0], ids[1], ids[2], CreditId) : null;
    }

    /// <summary>A charge's price as it is now.</summary>
    internal async Task<decimal> PriceAsync(long id, CancellationToken cancellation)
    {
        var prices = await QueryAsync(
            "SELECT printf('%.2f', ITEM_PRICE) FROM CHARGE WHERE CHARGE_ITEM_ID = $id", row => row.GetString(0), cancellation, ("$id", id)).ConfigureAwait(false);
        return decimal.Parse(prices[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Sets a price, unless it is that already.</summary>
    internal async Task RepriceAsync(long id, decimal price, CancellationToken cancellation)
    {
        if (await PriceAsync(id, cancellation).ConfigureAwait(false) != price)
        {
            await corrections.RepriceAsync(id, price, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Credits a charge, unless it is already.</summary>
    internal async Task CreditAsync(long id, long credit, CancellationToken cancellation)
    {
        var there = await QueryAsync("SELECT 1 FROM CHARGE WHERE CHARGE_ITEM_ID = $id", row => row.GetInt64(0), cancellation, ("$id", credit)).ConfigureAwait(false);
        if (there.Count == 0)
        {
            await corrections.CreditAsync(id, credit, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<List<T>> QueryAsync<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancellation, params (string Name, object Value)[] values)
    {
        var connection = new SqliteConnection(cerner.ConnectionString);
        await using var owned = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }
        return rows;
    }
}
