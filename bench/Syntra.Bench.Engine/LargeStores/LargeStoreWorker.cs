using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Bench.Engine.LargeStores;

/// <summary>Fills the store, closes it half way in the middle of a write, opens it again, fills the rest, reads.</summary>
internal static class LargeStoreWorker
{
    private const int Reads = 100_000;
    private static readonly PartitionId Changelog = new("large-changelog", 0);

    public static async Task<LargeStoreReport> RunAsync(int keys)
    {
        var folder = Directory.CreateTempSubdirectory("syntra-large-").FullName;
        try
        {
            var path = Path.Combine(folder, "large.db");
            var first = await FillAsync(path, keys, keys / 2, static _ => { });
            double reads = 0;
            var rest = await FillAsync(path, keys, keys, store => reads = ReadAtRandom(store, keys));
            return new LargeStoreReport(keys, keys / (first.Restoring + rest.Restoring).TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, reads, first.Closing.TotalMilliseconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Restores until the store holds <paramref name="enough"/> records; the changelog goes on, so a restore that ends earlier ends in the middle.</summary>
    private static async Task<(TimeSpan Restoring, TimeSpan Closing)> FillAsync(string path, int keys, int enough, Action<SqliteByteStore> look)
    {
        var store = new SqliteByteStore(path);
        using var clients = new FakeClients("none", 0, new GeneratedChangelog(Changelog, keys));
        var restorer = new Restorer(clients, "large", NullLogger.Instance);
        var already = store.Checkpoint ?? 0;
        var start = Stopwatch.GetTimestamp();
        restorer.FollowStandby(Changelog, Stores.KeyValue("large", Serdes.Bytes, Serdes.Bytes), store);
        restorer.Start();
        while (already + restorer.RestoredRecords < enough)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        var restoring = Stopwatch.GetElapsedTime(start);
        if (enough < keys)
        {
            // Into the next write, which is the most that a close can interrupt.
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            restoring += TimeSpan.FromSeconds(2);
        }

        look(store);
        var closing = Stopwatch.GetTimestamp();
        restorer.Dispose();
        store.Dispose();
        return (restoring, Stopwatch.GetElapsedTime(closing));
    }

    private static double ReadAtRandom(SqliteByteStore store, int keys)
    {
        var random = new Random(1);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Reads; i++)
        {
            _ = store.Get(GeneratedChangelog.Key(random.Next(keys))) ?? throw new InvalidOperationException("A key is missing.");
        }

        return Reads / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
