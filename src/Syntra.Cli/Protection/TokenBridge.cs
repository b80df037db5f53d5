using Microsoft.Data.Sqlite;
using Syntra.Cli.Protection.Rotation;
using Syntra.Contracts;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Cli.Protection;

/// <summary>One identifier's token before and after a rotation.</summary>
internal readonly record struct TokenPair(string Old, string New, string Space);

/// <summary>
/// Which token follows which after rotations of the token key, and how far the last rotation is: tokens alone, no identifier. One SQLite
/// file, readable by its owner only; kept as long as the audit that names the older tokens.
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
        // A commit is on the disk before the next step of a rotation.
        Run("PRAGMA synchronous = FULL");
        Run("""
            CREATE TABLE IF NOT EXISTS pair (old TEXT PRIMARY KEY, new TEXT NOT NULL, space TEXT NOT NULL) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS pair_new ON pair (new);
            CREATE TABLE IF NOT EXISTS rotation (version INTEGER PRIMARY KEY, previous INTEGER NOT NULL, state INTEGER NOT NULL, until INTEGER);
            """);
    }

    /// <summary>The last rotation; null while there was none.</summary>
    internal RotationStatus? Rotation
    {
        get
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT previous, version, state, until FROM rotation ORDER BY version DESC LIMIT 1";
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new(reader.GetInt32(0), reader.GetInt32(1), (RotationState)reader.GetInt32(2), reader.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)))
                : null;
        }
    }

    /// <summary>Writes down how far a rotation is.</summary>
    internal void Set(RotationStatus status) => Run(
        "INSERT INTO rotation VALUES ($to, $from, $state, $until) ON CONFLICT (version) DO UPDATE SET state = excluded.state, until = excluded.until",
        ("$to", status.To), ("$from", status.From), ("$state", (int)status.State), ("$until", (object?)status.Until?.ToUnixTimeMilliseconds() ?? DBNull.Value));

    /// <summary>Remembers pairs, all or none.</summary>
    internal void Add(IEnumerable<TokenPair> pairs)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO pair VALUES ($old, $new, $space) ON CONFLICT (old) DO UPDATE SET new = excluded.new";
        var (old, next, space) = (command.Parameters.Add("$old", SqliteType.Text), command.Parameters.Add("$new", SqliteType.Text), command.Parameters.Add("$space", SqliteType.Text));
        foreach (var pair in pairs)
        {
            (old.Value, next.Value, space.Value) = (pair.Old, pair.New, pair.Space);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    /// <summary>
    /// Forgets the older tokens of everything but patients, and says how many: a patient's have to resolve as long as an accounting of
    /// disclosures may be asked for, six years.
    /// </summary>
    internal int Forget()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM pair WHERE space <> $person";
        command.Parameters.AddWithValue("$person", TokenSpaces.Person);
        return command.ExecuteNonQuery();
    }

    /// <summary>Every other token of the same record or person, older and newer.</summary>
    internal IReadOnlyList<Pseudonym> Related(Pseudonym token) => Follow(token.Value, """
        WITH RECURSIVE same (token) AS (
          SELECT $token UNION SELECT new FROM pair JOIN same ON old = token UNION SELECT old FROM pair JOIN same ON new = token)
        SELECT token FROM same WHERE token <> $token
        """);

    /// <summary>The token in force of what an older token stands for; the token itself where nothing follows it.</summary>
    internal string Newest(string token) => Follow(token, """
        WITH RECURSIVE next (token, step) AS (SELECT $token, 0 UNION SELECT new, step + 1 FROM pair JOIN next ON old = token)
        SELECT token FROM next ORDER BY step DESC LIMIT 1
        """) is [var newest] ? newest.Value : token;

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private List<Pseudonym> Follow(string token, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$token", token);
        using var reader = command.ExecuteReader();
        var found = new List<Pseudonym>();
        while (reader.Read())
        {
            if (Pseudonym.TryParse(reader.GetString(0), out var pseudonym))
            {
                found.Add(pseudonym);
            }
        }
        return found;
    }

    private void Run(string sql, params IEnumerable<(string Name, object Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        command.ExecuteNonQuery();
    }
}
