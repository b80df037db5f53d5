using Microsoft.Data.Sqlite;

namespace Syntra.Streams.State;

/// <summary>The SQL of a store's file: write-ahead log, one connection that writes and one that reads, statements prepared once.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const int FormatVersion = 1;
    private const int WriterCacheKilobytes = 64_000;
    private const int ReaderCacheKilobytes = 16_000;
    private const int RowsBetweenLooks = 1_000;

    /// <summary>Pages in the log before it is worked into the file: many writes to one page then cost one.</summary>
    private const int PagesBeforeCheckpoint = 10_000;

    /// <summary>Twice the default: large restores write half as many pages, at the price of larger commits of scattered keys. Only new files take it.</summary>
    private const int PageSize = 8_192;
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly SqliteWrite _upsert;
    private readonly SqliteWrite _delete;
    private readonly SqliteWrite _checkpoint;
    private readonly SqliteCommand _get;
    private readonly Lock _readGate = new();
    private readonly Lock _writeGate = new();

    private SqliteFile(string path)
    {
        _writer = Connect(path, WriterCacheKilobytes);
        Execute(_writer, $"PRAGMA page_size={PageSize}");
        Execute(_writer, "PRAGMA journal_mode=WAL");
        Execute(_writer, $"PRAGMA wal_autocheckpoint={PagesBeforeCheckpoint}");
        Execute(_writer, "CREATE TABLE IF NOT EXISTS entries (k BLOB PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID");
        Execute(_writer, "CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY CHECK (id = 1), checkpoint INTEGER)");
        Execute(_writer, $"PRAGMA user_version={FormatVersion}");
        _reader = Connect(path, ReaderCacheKilobytes);
        _upsert = new SqliteWrite(_writer, "INSERT INTO entries (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v");
        _delete = new SqliteWrite(_writer, "DELETE FROM entries WHERE k = ?");
        _checkpoint = new SqliteWrite(_writer, "INSERT INTO progress (id, checkpoint) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET checkpoint = excluded.checkpoint");
        _get = _reader.CreateCommand();
        _get.CommandText = "SELECT v FROM entries WHERE k = $k";
        _get.Parameters.Add(new SqliteParameter("$k", SqliteType.Blob));
        _get.Prepare();
    }

    /// <summary>Opens a file; one that SQLite cannot read is made anew, since the changelog has everything.</summary>
    public static SqliteFile Open(string path)
    {
        try
        {
            return new SqliteFile(path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            // SQLITE_CORRUPT, SQLITE_NOTADB.
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            {
                File.Delete(file);
            }

            return new SqliteFile(path);
        }
    }

    public long? ReadCheckpoint()
    {
        using var command = _reader.CreateCommand();
        command.CommandText = "SELECT checkpoint FROM progress";
        return command.ExecuteScalar() is long offset ? offset : null;
    }

    public long Count()
    {
        lock (_readGate)
        {
            using var command = _reader.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM entries";
            return (long)command.ExecuteScalar()!;
        }
    }

    public byte[]? Get(byte[] key)
    {
        lock (_readGate)
        {
            _get.Parameters[0].Value = key;
            using var reader = _get.ExecuteReader();
            return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
        }
    }

    /// <summary>Up to <paramref name="limit"/> rows above <paramref name="start"/> and below <paramref name="toExclusive"/>, in byte order.</summary>
    public List<KeyValuePair<byte[], byte[]>> Read(byte[] start, bool inclusive, byte[]? toExclusive, int limit)
    {
        var rows = new List<KeyValuePair<byte[], byte[]>>();
        lock (_readGate)
        {
            using var command = _reader.CreateCommand();
            command.CommandText = $"SELECT k, v FROM entries WHERE k {(inclusive ? ">=" : ">")} $from{(toExclusive is null ? "" : " AND k < $to")} ORDER BY k LIMIT $limit";
            command.Parameters.AddWithValue("$from", start);
            command.Parameters.AddWithValue("$limit", limit);
            if (toExclusive is not null)
            {
                command.Parameters.AddWithValue("$to", toExclusive);
            }

            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(new(reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)));
            }
        }

        return rows;
    }

    /// <summary>
    /// Applies entries and, where given, the checkpoint, in one transaction; of several entries of a key the last wins.
    /// False when <paramref name="abandoned"/> became true meanwhile: then nothing was applied.
    /// </summary>
    public bool Write(IReadOnlyCollection<KeyValuePair<byte[], byte[]?>> entries, long? checkpoint, Func<bool>? abandoned = null)
    {
        // In key order, so that neighbours go into the same page one after the other, and each page is written once.
        var ordered = KeyedBatch.InOrder(entries);
        lock (_writeGate)
        {
            using var transaction = _writer.BeginTransaction();
            if (!WriteRows(ordered, abandoned))
            {
                transaction.Rollback();
                return false;
            }

            if (checkpoint is { } offset)
            {
                _checkpoint.Run(offset);
            }

            transaction.Commit();
            return true;
        }
    }

    private bool WriteRows(IEnumerable<KeyValuePair<byte[], byte[]?>> ordered, Func<bool>? abandoned)
    {
        var done = 0;
        foreach (var (key, value) in ordered)
        {
            if (value is null)
            {
                _delete.Run(key);
            }
            else
            {
                _upsert.Run(key, value);
            }

            if (++done % RowsBetweenLooks == 0 && abandoned?.Invoke() == true)
            {
                return false;
            }
        }

        return true;
    }

    public void Clear()
    {
        lock (_writeGate)
        {
            using var transaction = _writer.BeginTransaction();
            Execute(_writer, "DELETE FROM entries", transaction);
            Execute(_writer, "DELETE FROM progress", transaction);
            transaction.Commit();
        }
    }

    public void Dispose()
    {
        lock (_writeGate)
        {
            lock (_readGate)
            {
                _get.Dispose();
                _upsert.Dispose();
                _delete.Dispose();
                _checkpoint.Dispose();
                _reader.Dispose();
                _writer.Dispose();
            }
        }
    }

    private static SqliteConnection Connect(string path, int cacheKilobytes)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();

        // With a write-ahead log, NORMAL survives a killed process whole; after a power cut the file may be a few commits
        // old, with the checkpoint that goes with it.
        Execute(connection, "PRAGMA synchronous=NORMAL");
        Execute(connection, $"PRAGMA cache_size=-{cacheKilobytes}");
        Execute(connection, "PRAGMA busy_timeout=10000");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
