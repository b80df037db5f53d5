using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Syntra.Governance.Primitives;

/// <summary>SQLite files that hold keys or identities: owner-only, deleted content overwritten.</summary>
internal static class PrivateDatabase
{
    public static SqliteConnection Open(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Replace(path, []);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        connection.Run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
        return connection;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a constant; values go in as parameters.")]
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteNonQuery();
    }
}
