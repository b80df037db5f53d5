using System.Globalization;
using Syntra.Streams;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Windows;

namespace Syntra.Bench.Engine.Chaos;

/// <summary>A windowed count and a join with a table, over the same events, both to one output topic.</summary>
internal static class ChaosTopology
{
    public const int Partitions = 12;
    public const int WindowMs = 1_000;

    public static Topology Build(string events, string rows, string output, bool sqlite)
    {
        var kind = sqlite ? StoreKind.Sqlite : StoreKind.InMemory;
        var text = Consumed.With(Serdes.String, Serdes.String);
        var builder = new StreamsBuilder();
        var table = builder.Table(rows, text, Materialized.As<string, string>("rows") with { Kind = kind });
        var stream = builder.Stream(events, text);
        var produced = Produced.With(Serdes.String, Serdes.String);
        stream.Join(table, (value, row) => $"join {value} {row}").To(output, produced.WithName("joined-sink"));
        stream.GroupByKey()
            .WindowedBy(TimeWindows.OfSize(TimeSpan.FromMilliseconds(WindowMs)).WithGrace(TimeSpan.FromSeconds(2)))
            .Count(Materialized.As<string, long>("counts") with { Kind = kind })
            .ToStream()
            .Map((window, count) => KeyValuePair.Create(window.Key, Count(window.StartMs, count)))
            .To(output, produced.WithName("counted-sink"));
        return builder.Build();
    }

    public static string Join(int number, string key) => $"join {number} row-of-{key}";

    public static string Count(long windowStart, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"count {windowStart} {count}");
}
