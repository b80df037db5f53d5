using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>The SANDBOX_FEED row of one feed.</summary>
internal sealed record FeedState(string PlanHash, int Run, int WavesDone, bool Finished)
{
    internal static async Task<FeedState?> ReadAsync(SqliteConnection writer, SqliteTransaction? transaction, string feed, CancellationToken ct)
    {
        var command = writer.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = "SELECT PLAN_HASH, RUN, WAVES_DONE, FINISHED FROM SANDBOX_FEED WHERE FEED = $feed";
            command.Parameters.AddWithValue("$feed", feed);
            var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(ct).ConfigureAwait(false)
                    ? new FeedState(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3) != 0)
                    : null;
            }
        }
    }

    /// <summary>The name of another feed that the database was fed by; null when there is none.</summary>
    internal static async Task<string?> ReadOtherFeedAsync(SqliteConnection writer, string feed, CancellationToken ct)
    {
        var command = writer.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "SELECT FEED FROM SANDBOX_FEED WHERE FEED <> $feed LIMIT 1";
            command.Parameters.AddWithValue("$feed", feed);
            return await command.ExecuteScalarAsync(ct).ConfigureAwait(false) as string;
        }
    }

    internal async Task WriteAsync(SqliteConnection writer, SqliteTransaction transaction, string feed, CancellationToken ct)
    {
        var command = writer.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = """
                INSERT INTO SANDBOX_FEED (FEED, PLAN_HASH, RUN, WAVES_DONE, FINISHED) VALUES ($feed, $hash, $run, $waves, $finished)
                ON CONFLICT (FEED) DO UPDATE SET RUN = excluded.RUN, WAVES_DONE = excluded.WAVES_DONE, FINISHED = excluded.FINISHED
                """;
            command.Parameters.AddWithValue("$feed", feed);
            command.Parameters.AddWithValue("$hash", PlanHash);
            command.Parameters.AddWithValue("$run", Run);
            command.Parameters.AddWithValue("$waves", WavesDone);
            command.Parameters.AddWithValue("$finished", Finished ? 1 : 0);
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"run {Run}, {WavesDone} waves done{(Finished ? ", finished" : "")}");
}
