using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Fusion.Store;

/// <summary>SQL within one transaction. Money goes in and out as decimal text, never as a floating number.</summary>
internal sealed class Session(SqliteConnection connection, SqliteTransaction? transaction)
{
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        using var command = Command(sql, arguments);
        return command.ExecuteNonQuery();
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        using var command = Command(sql, arguments);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> arguments)
        where T : class
    {
        using var command = Command(sql, arguments);
        using var reader = command.ExecuteReader();
        return reader.Read() ? map(reader) : null;
    }

    public long Count(string sql, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        using var command = Command(sql, arguments);
        return command.ExecuteScalar() is long value ? value : 0;
    }

    /// <summary>Next number of a sequence; the same transaction that uses the number keeps it.</summary>
    public long Next(string sequence)
    {
        using var command = Command("UPDATE sequence SET value = value + 1 WHERE name = @name RETURNING value", ("@name", sequence));
        return command.ExecuteScalar() is long value ? value : throw new InvalidOperationException($"No sequence {sequence}.");
    }

    /// <summary>An insert into a table's columns to run many times.</summary>
    public Statement Insert(string table, params IReadOnlyList<string> columns) => new(
        Command($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"?{i + 1}"))})"), columns.Count);

    /// <summary>A statement with parameters ?1, ?2 ... to run many times.</summary>
    public Statement Prepare(string sql, int parameters) => new(Command(sql), parameters);

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in arguments)
        {
            command.Parameters.AddWithValue(name, ToDatabase(value));
        }

        return command;
    }

    public static object ToDatabase(object? value) => value switch
    {
        null => DBNull.Value,
        decimal amount => amount.ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? 1L : 0L,
        _ => value,
    };
}

internal static class ReaderExtensions
{
    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Number(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static decimal? Amount(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : decimal.Parse(reader.GetString(column), NumberStyles.Number, CultureInfo.InvariantCulture);

    public static DateOnly Date(this SqliteDataReader reader, int column) =>
        DateOnly.ParseExact(reader.GetString(column), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
