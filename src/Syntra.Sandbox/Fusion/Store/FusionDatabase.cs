using Microsoft.Data.Sqlite;
using SQLitePCL;
using Syntra.Sandbox.Fusion.Control;

namespace Syntra.Sandbox.Fusion.Store;

/// <summary>The pod's database: one writer at a time, every write a transaction, readers on snapshots of their own.</summary>
/// <remarks>WAL with synchronous=NORMAL: a killed process loses nothing committed (the pages are the kernel's); only a power cut could.</remarks>
internal sealed class FusionDatabase : IDisposable
{
    private const int BusyMilliseconds = 30_000;
    private static readonly TimeSpan s_checkpoint = TimeSpan.FromSeconds(1);
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _checkpoints;
    private sqlite3_stmt? _append;

    /// <summary>Faults that are set, so that a call without one does not ask the database.</summary>
    public FaultCache Faults { get; } = new();

    public FusionDatabase(string file, TimeProvider time)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
        _writer = Open();
        var session = new Session(_writer, transaction: null);
        session.Execute("PRAGMA journal_mode = WAL");
        session.Execute("PRAGMA synchronous = NORMAL");

        // A checkpoint waits for the disk: it is made beside the writer, so that no call waits for it.
        session.Execute("PRAGMA wal_autocheckpoint = 0");
        Write(static s => s.Execute(FusionSchema.Ddl));
        _checkpoints = CheckpointAsync(time);
    }

    public T Write<T>(Func<Session, T> work)
    {
        lock (_gate)
        {
            using var transaction = _writer.BeginTransaction(deferred: false);
            var result = work(new Session(_writer, transaction));
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Appends to the journal of objects. One statement is a transaction of its own; it is compiled once, and takes the bytes from where they are.</summary>
    /// <exception cref="SqliteException">The disk is full, or the file cannot be written.</exception>
    public void AppendObjectChanges(ReadOnlySpan<byte> records)
    {
        lock (_gate)
        {
            if (_append is null)
            {
                raw.sqlite3_busy_timeout(_writer.Handle, BusyMilliseconds);
                SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_writer.Handle, "INSERT INTO fusion_object_change (records) VALUES (?1)", out _append), _writer.Handle);
            }

            raw.sqlite3_bind_blob(_append, 1, records);
            raw.sqlite3_step(_append);

            // What went wrong in the step is what resetting says.
            SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(_append), _writer.Handle);
        }
    }

    public T Read<T>(Func<Session, T> work)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(new Session(connection, transaction));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _checkpoints.GetAwaiter().GetResult();
        _stop.Dispose();
        lock (_gate)
        {
            _append?.Dispose();
            _writer.Dispose();
        }

        using var key = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(key);
    }

    private async Task CheckpointAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(s_checkpoint, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                Checkpoint();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The last connection that closes makes the rest.
        }
    }

    private void Checkpoint()
    {
        try
        {
            using var connection = Open();
            new Session(connection, transaction: null).Query("PRAGMA wal_checkpoint(PASSIVE)", static r => r.GetInt64(0));
        }
        catch (SqliteException)
        {
            // What could not be moved stays in the log and is moved the next time; a full disk is the writer's to report.
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }
}
