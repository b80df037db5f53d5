using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Bench.Engine;

/// <summary>Fills an SQLite store by the engine's restorer from a generated changelog, and looks at the peak of resident memory.</summary>
internal static class LargeStore
{
    private const int Reads = 100_000;

    public static async Task<(double WritesPerSecond, double PeakResidentMegabytes, double ReadsPerSecond)> RunAsync(int keys)
    {
        var folder = Directory.CreateTempSubdirectory("syntra-large-").FullName;
        try
        {
            var changelog = new PartitionId("large-changelog", 0);
            using var store = new SqliteByteStore(Path.Combine(folder, "large.db"));
            using var clients = new FakeClients("none", 0, new GeneratedChangelog(changelog, keys));
            using var restorer = new Restorer(clients, "large", NullLogger.Instance);
            var start = Stopwatch.GetTimestamp();
            restorer.FollowStandby(changelog, Stores.KeyValue("large", Serdes.Bytes, Serdes.Bytes), store);
            restorer.Start();
            while (restorer.RestoredRecords < keys)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }

            var writes = keys / Stopwatch.GetElapsedTime(start).TotalSeconds;
            restorer.UnfollowStandby(changelog);
            var reads = ReadAtRandom(store, keys);
            return (writes, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, reads);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
