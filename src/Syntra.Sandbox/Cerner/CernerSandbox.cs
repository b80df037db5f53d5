using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner.Schema;

namespace Syntra.Sandbox.Cerner;

/// <summary>
/// A Millennium database in one SQLite file: true table and column names, ids INTEGER, money and quantities NUMERIC, date-times
/// as UTC text of one-second resolution, 0 for "no id", UPDT_CNT and ACTIVE_IND as Millennium keeps them. Write-ahead logging lets a
/// poller read while a feeder writes, and lets the file survive a killed process. Direct identifiers of persons are never filled.
/// </summary>
public sealed class CernerSandbox : IAsyncDisposable
{
    private readonly SqliteConnection _writer;

    private CernerSandbox(SqliteConnection writer, CernerSandboxOptions options)
    {
        _writer = writer;
        Options = options;
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabaseFile,
            Mode = SqliteOpenMode.ReadOnly,
        }.ToString();
    }

    /// <summary>For readers: read-only, one connection per use.</summary>
    public string ConnectionString { get; }

    /// <summary>What it was opened with.</summary>
    public CernerSandboxOptions Options { get; }

    // One writer at a time: feeders take this for the length of one wave.
    internal SemaphoreSlim WriteLock { get; } = new(1, 1);

    internal SqliteConnection Writer => _writer;

    /// <summary>Opens the database, creating tables, indexes and code values in a new file.</summary>
    /// <exception cref="InvalidOperationException">The file holds another version of the sandbox's schema.</exception>
    public static async Task<CernerSandbox> OpenAsync(CernerSandboxOptions options, CancellationToken ct = default)
    {
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabaseFile,
            Pooling = false,
        }.ToString());
        try
        {
            await writer.OpenAsync(ct).ConfigureAwait(false);
            await SandboxSchema.EnsureAsync(writer, options.ClockSql, ct).ConfigureAwait(false);
            return new CernerSandbox(writer, options);
        }
        catch
        {
            await writer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The database's clock, as it stamps rows.</summary>
    public async Task<string> ReadClockAsync(CancellationToken ct = default)
    {
        var connection = new SqliteConnection(ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            return await Sql.ClockAsync(connection, transaction: null, Options.ClockSql, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        using var pooled = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(pooled);
        WriteLock.Dispose();
    }
}
