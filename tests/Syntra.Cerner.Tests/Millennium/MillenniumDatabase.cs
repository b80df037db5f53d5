using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Syntra.Cerner.Millennium;
using Syntra.Sandbox.Cerner;

namespace Syntra.Cerner.Tests.Millennium;

/// <summary>A sandbox database whose clock the test sets, with short ways to write rows as Millennium would.</summary>
internal sealed class MillenniumDatabase : IAsyncDisposable
{
    internal const string Clock = "(SELECT NOW_DT_TM FROM TEST_CLOCK)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-millennium-");
    private SqliteConnection _writer = null!;

    internal static readonly DateTime Start = new(2025, 4, 1, 6, 0, 0, DateTimeKind.Utc);

    internal SqliteDialect Dialect { get; } = new(Clock);

    internal CernerSandbox Sandbox { get; private set; } = null!;

    internal DateTime Now { get; private set; }

    internal string File => Path.Combine(_folder.FullName, "millennium.db");

    internal static async Task<MillenniumDatabase> CreateAsync()
    {
        var database = new MillenniumDatabase();
        database._writer = new SqliteConnection($"Data Source={database.File};Pooling=False");
        await database._writer.OpenAsync();
        await database.ExecuteAsync("CREATE TABLE TEST_CLOCK (NOW_DT_TM TEXT); INSERT INTO TEST_CLOCK VALUES (''); PRAGMA synchronous = OFF;");
        await database.SetClockAsync(Start);
        database.Sandbox = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = database.File, ClockSql = Clock });
        return database;
    }

    internal DbConnection Connect() => new SqliteConnection(Sandbox.ConnectionString);

    internal Task SetClockAsync(DateTime now)
    {
        Now = now;
        return ExecuteAsync($"UPDATE TEST_CLOCK SET NOW_DT_TM = '{Text(now)}'");
    }

    internal Task AdvanceAsync(double seconds) => SetClockAsync(Now.AddSeconds(seconds));

    internal Task EncounterAsync(long id, long organization, DateTime? stamp = null) => ExecuteAsync(
        $"INSERT INTO ENCOUNTER (ENCNTR_ID, ORGANIZATION_ID, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM) VALUES ({id}, {organization}, 1, 0, '{Text(stamp ?? Now)}')");

    /// <summary>A charge as inserted; columns beside the usual ones by name.</summary>
    internal Task ChargeAsync(object id, long encounter = 0, DateTime? stamp = null, params (string Column, object? Value)[] columns)
    {
        var all = new Dictionary<string, object?>
        {
            ["CHARGE_ITEM_ID"] = id, ["ENCNTR_ID"] = encounter, ["ITEM_QUANTITY"] = 2, ["ITEM_PRICE"] = "10.25", ["ITEM_EXTENDED_PRICE"] = "20.5",
            ["PROCESS_FLG"] = 999, ["ACTIVE_IND"] = 1, ["SERVICE_DT_TM"] = "2025-03-31 23:15:00", ["DEPARTMENT_CD"] = 4101,
            ["CHARGE_TYPE_CD"] = 3492, ["UPDT_CNT"] = 0, ["UPDT_DT_TM"] = Text(stamp ?? Now),
        };
        foreach (var (column, value) in columns)
        {
            all[column] = value;
        }

        return InsertAsync("CHARGE", all);
    }

    internal Task ModAsync(long id, object charge, string code, long priority = 1, long type = 3501, long schedule = 3612, bool active = true, DateTime? stamp = null) =>
        InsertAsync("CHARGE_MOD", new Dictionary<string, object?>
        {
            ["CHARGE_MOD_ID"] = id, ["CHARGE_ITEM_ID"] = charge, ["FIELD6"] = code, ["FIELD1_ID"] = schedule, ["FIELD2_ID"] = priority,
            ["CHARGE_MOD_TYPE_CD"] = type, ["ACTIVE_IND"] = active ? 1 : 0, ["UPDT_CNT"] = 0, ["UPDT_DT_TM"] = Text(stamp ?? Now),
        });

    /// <summary>Saves a row again, with what the assignment says changed.</summary>
    internal Task SaveAsync(string table, string idColumn, object id, string assignment = "ACTIVE_IND = ACTIVE_IND", DateTime? stamp = null) => ExecuteAsync(
        $"UPDATE {table} SET {assignment}, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = '{Text(stamp ?? Now)}' WHERE {idColumn} = $id", ("$id", id));

    internal async Task<List<string>> RowsAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    internal async Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private Task InsertAsync(string table, Dictionary<string, object?> columns) => ExecuteAsync(
        $"INSERT INTO {table} ({string.Join(", ", columns.Keys)}) VALUES ({string.Join(", ", columns.Keys.Select(c => "$" + c))})",
        [.. columns.Select(c => ("$" + c.Key, c.Value ?? DBNull.Value))]);

    private SqliteCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        var command = _writer.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
