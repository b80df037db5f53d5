using System.Globalization;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;

namespace Syntra.Bench.Engine.Soak;

/// <summary>The engine under load, as a process: answers each line with its counts, ends with its input.</summary>
internal static class SoakWorker
{
    public static async Task RunAsync(string[] arguments)
    {
        var (bootstrap, application, input, output) = (arguments[0], arguments[1], arguments[2], arguments[3]);
        var config = new StreamsConfig { ApplicationId = application, BootstrapServers = bootstrap };
        await using var app = new StreamsApplication(Topology(input, output), config);
        await app.StartAsync();
        while (await Console.In.ReadLineAsync() is not null)
        {
            if (app.Failure is { } failure)
            {
                throw new InvalidOperationException("The engine stopped during the run.", failure);
            }

            var processed = app.Runtime!.Threads[0].Processed;
            var (heap, native) = (LastFullCollection(), NativeHeap.Look().InUse);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{processed} {heap.HeapSizeBytes - heap.FragmentedBytes} {GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes} {native}"));
        }

        await app.StopAsync();
    }

    private static GCMemoryInfo LastFullCollection()
    {
        var (blocking, background) = (GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background));
        return blocking.Index > background.Index ? blocking : background;
    }

    /// <summary>Every record is mapped and sent on, and counted into one of the feeder's bounded set of keys.</summary>
    private static Topology Topology(string input, string output)
    {
        var text = Consumed.With(Serdes.String, Serdes.String);
        var builder = new StreamsBuilder();
        var mapped = builder.Stream(input, text).MapValues(static value => string.Concat(value, "!"));
        mapped.To(output, Produced.With(Serdes.String, Serdes.String));
        mapped.GroupByKey().Aggregate(static () => 0L, static (_, value, sum) => sum + value.Length, Materialized.As<string, long>(SoakTopics.Store).WithSerdes(Serdes.String, Serdes.Int64));
        return builder.Build();
    }
}
