using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Tests.Dsl;

public sealed class DescribeTests
{
    [Fact]
    public void The_text_is_the_golden_one() => AssertGolden("topology.txt", Sample().Describe());

    [Fact]
    public void The_flow_chart_is_the_golden_one() => AssertGolden("topology.mmd", Sample().DescribeAsMermaid());

    private static Topology Sample()
    {
        var text = Consumed.With(Serdes.String, Serdes.String);
        var builder = new StreamsBuilder();
        builder.GlobalTable("ref.crosswalk", text, Materialized.As<string, string>("crosswalk"));
        var rows = builder.Table("customers", text, Materialized.As<string, string>("customers"));
        builder.Stream("orders", text.WithName("orders-source"))
            .Filter((_, v) => v.Length > 0)
            .SelectKey((_, v) => v, Named.As("by-customer"))
            .Join(rows.MapValues((_, v) => v, materialized: Materialized.As<string, string>("names").WithSerdes(Serdes.String, Serdes.String)), (v, row) => v + row, Joined.As("with-customer", Serdes.String, Serdes.String))
            .GroupByKey(Grouped.With(Serdes.String, Serdes.String))
            .WindowedBy(TimeWindows.OfSize(TimeSpan.FromMinutes(1)), EmitStrategy.OnWindowClose)
            .Count(Materialized.As<string, long>("per-minute"))
            .ToStream()
            .Map((window, count) => KeyValuePair.Create(window.Key, count))
            .To("counts", Produced.With(Serdes.String, Serdes.Int64).WithName("counts-sink"));
        return builder.Build();
    }

    private static void AssertGolden(string file, string actual)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", file);
        if (Environment.GetEnvironmentVariable("SYNTRA_WRITE_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, file), actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
