using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Syntra.Streams.State;

/// <summary>A prepared statement without a result, bound from spans: the general command costs more than SQLite's own work on a row.</summary>
internal sealed class SqliteWrite : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteWrite(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
    }

    public void Run(ReadOnlySpan<byte> key)
    {
        Bind(1, key);
        Step();
    }

    public void Run(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Bind(1, key);
        Bind(2, value);
        Step();
    }

    public void Run(long number)
    {
        Check(raw.sqlite3_bind_int64(_statement, 1, number));
        Step();
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>An empty blob is bound by its length: an empty span has no address, which SQLite takes for null.</summary>
    private void Bind(int index, ReadOnlySpan<byte> bytes) =>
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, bytes));

    private void Step()
    {
        var code = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
}
