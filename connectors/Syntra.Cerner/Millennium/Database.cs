using System.Data.Common;

namespace Syntra.Cerner.Millennium;

/// <summary>
/// One open connection inside one snapshot: all reads of a poll see the same moment, so a charge and its joined rows fit together.
/// The clock is read before the snapshot: what was committed when it showed that time is in it.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly IMillenniumDialect _dialect;

    private Database(DbConnection connection, IMillenniumDialect dialect, DateTime now)
    {
        _connection = connection;
        _dialect = dialect;
        Now = now;
    }

    /// <summary>The database's clock, UTC.</summary>
    internal DateTime Now { get; }

    internal static async Task<Database> OpenSnapshotAsync(Func<DbConnection> connect, IMillenniumDialect dialect, CancellationToken ct)
    {
        var connection = connect();
        try
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            var now = await ReadClockAsync(connection, dialect, ct).ConfigureAwait(false);
            await ExecuteAsync(connection, dialect.BeginSnapshotSql, ct).ConfigureAwait(false);
            return new Database(connection, dialect, now);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a query; the parameters are named in the SQL.</summary>
    internal async Task<List<T>> QueryAsync<T>(
        string sql, IEnumerable<(string Name, object Value)> parameters, Func<DbDataReader, T> read, CancellationToken ct)
    {
        var command = _connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            var rows = new List<T>();
            var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(ct).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }

            return rows;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using (_connection.ConfigureAwait(false))
        {
            await ExecuteAsync(_connection, _dialect.EndSnapshotSql, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<DateTime> ReadClockAsync(DbConnection connection, IMillenniumDialect dialect, CancellationToken ct)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "SELECT " + dialect.ClockSql;
            var value = await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
            return value is not null && dialect.TryReadUtc(value, out var now)
                ? now
                : throw new InvalidOperationException($"The clock '{dialect.ClockSql}' gives no date-time that the dialect can read.");
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }
}
