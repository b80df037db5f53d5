using System.Diagnostics;
using Syntra.Streams.State;

namespace Syntra.Bench.Engine;

/// <summary>Fills an SQLite store as a restore does, then as commits do, and looks at resident memory.</summary>
internal static class LargeStore
{
    private const int Batch = 10_000;

    public static (double WritesPerSecond, double ResidentMegabytes, double ReadsPerSecond) Run(int keys)
    {
        var folder = Directory.CreateTempSubdirectory("syntra-large-").FullName;
        try
        {
            using var store = new SqliteByteStore(Path.Combine(folder, "large.db"));
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < keys; i += Batch)
            {
                store.Restore([.. Enumerable.Range(i, Batch).Select(n => new KeyValuePair<byte[], byte[]?>(Key(n), new byte[100]))], i + Batch);
            }

            var writes = keys / Stopwatch.GetElapsedTime(start).TotalSeconds;
            var random = new Random(1);
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < 100_000; i++)
            {
                _ = store.Get(Key(random.Next(keys))) ?? throw new InvalidOperationException("A key is missing.");
            }

            return (writes, Process.GetCurrentProcess().WorkingSet64 / 1e6, 100_000 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sixteen bytes, spread like hashes.</summary>
    private static byte[] Key(int number)
    {
        var key = new byte[16];
        BitConverter.TryWriteBytes(key, unchecked((ulong)number * 0x9E3779B97F4A7C15UL));
        BitConverter.TryWriteBytes(key.AsSpan(8), number);
        return key;
    }
}
