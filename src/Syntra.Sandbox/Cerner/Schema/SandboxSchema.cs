using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Cerner.Schema;

/// <summary>Creates the tables from the SQL files beside this one, once, in one transaction.</summary>
internal static class SandboxSchema
{
    internal const int Version = 2;

    internal static readonly IReadOnlyList<string> Tables =
        ["charge", "charge-mod", "charge-event", "encounter", "organization", "code-value", "location", "encounter-combine",
         "person-combine", "dm-delete-tracking", "sandbox-feed"];

    internal static async Task EnsureAsync(SqliteConnection writer, string clockSql, CancellationToken ct)
    {
        await Sql.ExecuteAsync(writer, null, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000;", ct)
            .ConfigureAwait(false);
        var transaction = writer.BeginTransaction(deferred: false);
        await using (transaction.ConfigureAwait(false))
        {
            var found = Convert.ToInt32(
                await Sql.ScalarAsync(writer, transaction, "PRAGMA user_version", ct).ConfigureAwait(false), CultureInfo.InvariantCulture);
            if (found is not (0 or Version))
            {
                throw new InvalidOperationException($"The database has sandbox schema {found}, this program knows {Version}: use a new file.");
            }

            if (found == 0)
            {
                await CreateAsync(writer, transaction, clockSql, ct).ConfigureAwait(false);
            }

            await transaction.CommitAsync(ct).ConfigureAwait(false);
        }
    }

    private static async Task CreateAsync(SqliteConnection writer, SqliteTransaction transaction, string clockSql, CancellationToken ct)
    {
        foreach (var table in Tables)
        {
            await Sql.ExecuteAsync(writer, transaction, ReadSql(table), ct).ConfigureAwait(false);
        }

        await CodeValues.InsertAsync(writer, transaction, clockSql, ct).ConfigureAwait(false);
        await Sql.ExecuteAsync(writer, transaction, $"PRAGMA user_version = {Version}", ct).ConfigureAwait(false);
    }

    private static string ReadSql(string table)
    {
        var name = $"Syntra.Sandbox.Cerner.Schema.{table}.sql";
        using var stream = typeof(SandboxSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
