using System.Globalization;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner;

namespace Syntra.Sandbox.Tests.Cerner;

/// <summary>A database file in a folder of its own, with a clock that the test sets, and short ways to ask it.</summary>
internal sealed class SandboxFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-cerner-");

    internal string Now { get; set; } = "2025-04-01 06:00:00";

    private string DatabaseFile => Path.Combine(_folder.FullName, "millennium.db");

    internal async Task<CernerSandbox> OpenAsync()
    {
        await SetClockAsync(Now);
        return await CernerSandbox.OpenAsync(new CernerSandboxOptions
        {
            DatabaseFile = DatabaseFile,
            ClockSql = "(SELECT NOW_DT_TM FROM TEST_CLOCK)",
        });
    }

    internal Task SetClockAsync(string now)
    {
        Now = now;
        return ExecuteAsync($"CREATE TABLE IF NOT EXISTS TEST_CLOCK (NOW_DT_TM TEXT); DELETE FROM TEST_CLOCK; INSERT INTO TEST_CLOCK VALUES ('{now}');");
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    internal async Task<long> CountAsync(string from) =>
        long.Parse((await RowsAsync($"SELECT COUNT(*) FROM {from}"))[0], CultureInfo.InvariantCulture);

    internal async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DatabaseFile, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
