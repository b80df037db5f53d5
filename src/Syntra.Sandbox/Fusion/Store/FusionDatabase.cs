using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Control;

namespace Syntra.Sandbox.Fusion.Store;

/// <summary>The pod's database: one writer at a time, every write a transaction, readers on snapshots of their own.</summary>
/// <remarks>WAL with synchronous=NORMAL: a killed process loses nothing committed (the pages are the kernel's); only a power cut could.</remarks>
internal sealed class FusionDatabase : IDisposable
{
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly Lock _gate = new();

    /// <summary>Faults that are set, so that a call without one does not ask the database.</summary>
    public FaultCache Faults { get; } = new();

    public FusionDatabase(string file)
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

        // A checkpoint waits for the disk, and every call for it: it comes every 40 MB instead of every 4.
        session.Execute("PRAGMA wal_autocheckpoint = 10000");
        Write(static s => s.Execute(FusionSchema.Ddl));
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

    public T Read<T>(Func<Session, T> work)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(new Session(connection, transaction));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
        }

        using var key = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(key);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }
}
