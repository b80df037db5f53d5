using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Store;

/// <summary>The server's file: one connection, one transaction at a time.</summary>
internal sealed class FhirDatabase : IDisposable
{
    private const string Ddl = """
        CREATE TABLE IF NOT EXISTS resource (type TEXT, id TEXT, version INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (type, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS resource_updated ON resource (type, updated);
        CREATE TABLE IF NOT EXISTS version (type TEXT, id TEXT, version INTEGER, updated INTEGER NOT NULL, deleted INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (type, id, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS subscription (id TEXT PRIMARY KEY, status TEXT NOT NULL, endpoint TEXT NOT NULL, content TEXT NOT NULL, types TEXT NOT NULL, topic TEXT NOT NULL,
          headers TEXT NOT NULL, heartbeat INTEGER, count INTEGER NOT NULL, generation INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS event (subscription TEXT, generation INTEGER, number INTEGER, at INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, method TEXT NOT NULL,
          PRIMARY KEY (subscription, generation, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, generation INTEGER NOT NULL, number INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS signed_event (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS token (hash TEXT PRIMARY KEY, scope TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS assertion (jti TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    internal FhirDatabase(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        var session = new Session(_connection, transaction: null);
        session.Execute("PRAGMA journal_mode = WAL");
        session.Execute("PRAGMA synchronous = NORMAL");
        session.Execute(Ddl);
    }

    internal T Do<T>(Func<Session, T> work)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction(deferred: true);
            var result = work(new Session(_connection, transaction));
            transaction.Commit();
            return result;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }
}
