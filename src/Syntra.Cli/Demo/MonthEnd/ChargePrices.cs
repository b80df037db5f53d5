using System.Globalization;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Corrections;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>Reads charges of the source, and corrects them unless they are corrected already.</summary>
internal sealed class ChargePrices(CernerSandbox cerner)
{
    internal CernerCorrections Corrections { get; } = new(cerner);

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
            await Corrections.RepriceAsync(id, price, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Moves a charge to a department, unless it is there already.</summary>
    internal async Task MoveAsync(long id, long department, CancellationToken cancellation)
    {
        var there = await QueryAsync("SELECT DEPARTMENT_CD FROM CHARGE WHERE CHARGE_ITEM_ID = $id", row => row.GetInt64(0), cancellation, ("$id", id)).ConfigureAwait(false);
        if (there[0] != department)
        {
            await Corrections.MoveDepartmentAsync(id, department, cancellation).ConfigureAwait(false);
        }
    }

    internal async Task<List<T>> QueryAsync<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancellation, params (string Name, object Value)[] values)
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
