using System.Diagnostics;
using System.Text;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;

namespace Syntra.Bench.Engine;

/// <summary>The real stream thread over fake clients: what the engine itself costs.</summary>
internal static class EngineAlone
{
    public static async Task<EngineBenchResult> RunAsync(int records, CancellationToken ct)
    {
        // The first round of each warms the JIT up and is thrown away.
        await MeasureAsync(Map(), records / 2, ct);
        await MeasureAsync(Aggregate(), records / 2, ct);
        BareLoop(records / 2);
        var map = await BestAsync(() => Map(), records, ct);
        var aggregate = await BestAsync(() => Aggregate(), records, ct);
        return new EngineBenchResult
        {
            BareLoopPerSecond = BareLoop(records),
            MapPerSecond = map.PerSecond,
            BytesPerRecord = map.BytesPerRecord,
            AggregatePerSecond = aggregate.PerSecond,
            AggregateBytesPerRecord = aggregate.BytesPerRecord,
        };
    }

    /// <summary>The best of three: the others measure what else the machine was doing.</summary>
    private static async Task<(double PerSecond, double BytesPerRecord)> BestAsync(Func<Topology> topology, int records, CancellationToken ct)
    {
        var best = await MeasureAsync(topology(), records, ct);
        for (var i = 0; i < 2; i++)
        {
            var next = await MeasureAsync(topology(), records, ct);
            best = next.PerSecond > best.PerSecond ? next : best;
        }

        return best;
    }

    private static async Task<(double PerSecond, double BytesPerRecord)> MeasureAsync(Topology topology, int records, CancellationToken ct)
    {
        using var clients = new FakeClients("in", records);
        await using var app = new StreamsApplication(topology, new StreamsConfig { ApplicationId = "bench" }, null, () => clients);
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        await app.StartAsync(ct);
        while (app.Runtime!.Threads[0].Processed < records)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, ct);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (records / seconds, (double)(GC.GetTotalAllocatedBytes() - bytes) / records);
    }

    private static double BareLoop(int records)
    {
        var start = Stopwatch.GetTimestamp();
        long sum = 0;
        for (var i = 0; i < records; i++)
        {
            var record = FakeConsumer.Make(i);
            var key = Encoding.UTF8.GetString(record.Key!);
            var value = string.Concat(Encoding.UTF8.GetString(record.Value!), "!");
            sum += Encoding.UTF8.GetBytes(key).Length + Encoding.UTF8.GetBytes(value).Length;
        }

        GC.KeepAlive(sum);
        return records / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    internal static Topology Map(string input = "in", string output = "out")
    {
        var builder = new StreamsBuilder();
        builder.Stream(input, Consumed.With(Serdes.String, Serdes.String))
            .MapValues(static value => string.Concat(value, "!"))
            .To(output, Produced.With(Serdes.String, Serdes.String));
        return builder.Build();
    }

    internal static Topology Bytes(string input, string output)
    {
        var builder = new StreamsBuilder();
        builder.Stream(input, Consumed.With(Serdes.Bytes, Serdes.Bytes)).To(output, Produced.With(Serdes.Bytes, Serdes.Bytes));
        return builder.Build();
    }

    internal static Topology Aggregate(string input = "in", State kind = State.InMemory)
    {
        var builder = new StreamsBuilder();
        var store = Materialized.As<string, long>("sums").WithSerdes(Serdes.String, Serdes.Int64);
        builder.Stream(input, Consumed.With(Serdes.String, Serdes.String))
            .GroupByKey()
            .Aggregate(static () => 0L, static (_, value, sum) => sum + value.Length, kind == State.Sqlite ? store.Sqlite() : store);
        return builder.Build();
    }

    internal enum State
    {
        InMemory,
        Sqlite,
    }
}
