using System.Text.Json;
using Microsoft.Data.Sqlite;
using Syntra.Cerner.Events.Gaps;

namespace Syntra.Cerner.Events.Journal;

/// <summary>
/// The journal's file. Written by one thread; a second connection reads. Survives a killed process: what is committed is in the
/// write-ahead log, which the system keeps.
/// </summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _see;
    private readonly SqliteCommand _keep;
    private readonly Lock _reading = new();

    internal JournalDatabase(string path)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        _writer = new SqliteConnection(text);
        _writer.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
        Execute("CREATE TABLE IF NOT EXISTS seen (key BLOB PRIMARY KEY, content BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;");
        Execute("CREATE INDEX IF NOT EXISTS seen_at ON seen (at);");
        Execute("CREATE TABLE IF NOT EXISTS subscription (sender TEXT, subscription TEXT, state TEXT NOT NULL, PRIMARY KEY (sender, subscription)) WITHOUT ROWID;");
        _reader = new SqliteConnection(text);
        _reader.Open();
        _find = Command(_reader, "SELECT content FROM seen WHERE key = $key", "$key");
        _see = Command(_writer, "INSERT INTO seen (key, content, at) VALUES ($key, $content, $at) ON CONFLICT (key) DO UPDATE SET content = excluded.content, at = excluded.at", "$key", "$content", "$at");
        _keep = Command(_writer, "INSERT INTO subscription (sender, subscription, state) VALUES ($sender, $subscription, $state) ON CONFLICT DO UPDATE SET state = excluded.state", "$sender", "$subscription", "$state");
    }

    /// <summary>The content that a key was last seen with.</summary>
    internal SeenKey? Find(SeenKey key)
    {
        lock (_reading)
        {
            _find.Parameters[0].Value = key.ToBytes();
            return _find.ExecuteScalar() is byte[] content ? SeenKey.Read(content) : null;
        }
    }

    internal SqliteTransaction Begin()
    {
        var transaction = _writer.BeginTransaction();
        _see.Transaction = _keep.Transaction = transaction;
        return transaction;
    }

    internal void See(SeenEntry entry, DateTimeOffset at)
    {
        _see.Parameters[0].Value = entry.Key.ToBytes();
        _see.Parameters[1].Value = entry.Content.ToBytes();
        _see.Parameters[2].Value = at.ToUnixTimeSeconds();
        _see.ExecuteNonQuery();
    }

    internal void Keep(SubscriptionState state)
    {
        _keep.Parameters[0].Value = state.Sender;
        _keep.Parameters[1].Value = state.Subscription;
        _keep.Parameters[2].Value = JsonSerializer.Serialize(state, StateJson.Options);
        _keep.ExecuteNonQuery();
    }

    internal IReadOnlyList<SubscriptionState> States()
    {
        using var command = Command(_writer, "SELECT state FROM subscription");
        using var rows = command.ExecuteReader();
        var states = new List<SubscriptionState>();
        while (rows.Read())
        {
            states.Add(JsonSerializer.Deserialize<SubscriptionState>(rows.GetString(0), StateJson.Options)!);
        }

        return states;
    }

    /// <summary>Forgets what was seen before a time; a bounded piece a call, so that no answer waits long for it.</summary>
    internal int Forget(DateTimeOffset before, int most)
    {
        using var command = Command(_writer, "DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE at < $at LIMIT $most)", "$at", "$most");
        command.Parameters[0].Value = before.ToUnixTimeSeconds();
        command.Parameters[1].Value = most;
        return command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _find.Dispose();
        _see.Dispose();
        _keep.Dispose();
        _reader.Dispose();
        _writer.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = Command(_writer, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}

/// <summary>The form of a subscription's state in the file.</summary>
internal static class StateJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
}
