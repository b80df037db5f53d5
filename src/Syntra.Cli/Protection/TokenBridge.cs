using Microsoft.Data.Sqlite;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Cli.Protection;

/// <summary>
/// Which token follows which after rotations of the token key: tokens alone, no identifier. One SQLite file, readable by its owner only;
/// kept as long as the audit that names the older tokens.
/// </summary>
internal sealed class TokenBridge : IDisposable
{
    private readonly SqliteConnection connection;

    internal TokenBridge(string path)
    {
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, []);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS bridge (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID; CREATE INDEX IF NOT EXISTS bridge_new ON bridge (new)";
        command.ExecuteNonQuery();
    }

    /// <summary>Remembers pairs, all or none.</summary>
    internal void Add(IEnumerable<(string Old, string New)> pairs)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO bridge VALUES ($old, $new) ON CONFLICT (old) DO UPDATE SET new = excluded.new";
        var (old, next) = (command.Parameters.Add("$old", SqliteType.Text), command.Parameters.Add("$new", SqliteType.Text));
        foreach (var pair in pairs)
        {
            (old.Value, next.Value) = (pair.Old, pair.New);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    /// <summary>Every other token of the same record or person, older and newer.</summary>
    internal IReadOnlyList<Pseudonym> Related(Pseudonym token)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE same (token) AS (
              SELECT $token UNION SELECT new FROM bridge JOIN same ON old = token UNION SELECT old FROM bridge JOIN same ON new = token)
            SELECT token FROM same WHERE token <> $token
            """;
        command.Parameters.AddWithValue("$token", token.Value);
        using var reader = command.ExecuteReader();
        var found = new List<Pseudonym>();
        while (reader.Read())
        {
            found.Add(Pseudonym.Parse(reader.GetString(0)));
        }
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
