using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Cerner;

/// <summary>Short forms of the few ADO.NET calls that the sandbox makes.</summary>
internal static class Sql
{
    internal static async Task ExecuteAsync(SqliteConnection connection, SqliteTransaction? transaction, string sql, CancellationToken ct)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }

    internal static async Task<object?> ScalarAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string sql, CancellationToken ct)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
        }
    }

    internal static async Task<string> ClockAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string clockSql, CancellationToken ct)
    {
        var now = await ScalarAsync(connection, transaction, $"SELECT {clockSql}", ct).ConfigureAwait(false);
        return Convert.ToString(now, CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException("ClockSql yields no text; it must be an expression like datetime('now').");
    }
}
