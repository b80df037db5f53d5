using Syntra.Streams.Dsl;
using Syntra.Streams.Graph;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Testing;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Tests.Dsl;

public sealed class TableAndWindowTests
{
    private static readonly Consumed<string, string> Text = Consumed.With(Serdes.String, Serdes.String);
    private static readonly Produced<string, string> TextOut = Produced.With(Serdes.String, Serdes.String);

    [Fact]
    public void Words_are_counted_through_a_repartition_topic()
    {
        var builder = new StreamsBuilder();
        builder.Stream("lines", Text)
            .FlatMapValues(line => line.Split(' '))
            .GroupBy((_, word) => word, Grouped.As("words", Serdes.String, Serdes.String))
            .Count(Materialized.As<string, long>("counts"))
            .ToStream()
            .To("out", Produced.With(Serdes.String, Serdes.Int64));
        var topology = builder.Build();
        using var driver = new TopologyTestDriver(topology);

        driver.CreateInputTopic("lines", Serdes.String, Serdes.String).PipeInput("x", "to be or not to be");

        Assert.Equal(2, topology.SubTopologies.Count);
        Assert.Equal(
            ["to=1", "be=1", "or=1", "not=1", "to=2", "be=2"],
            driver.CreateOutputTopic("out", Serdes.String, Serdes.Int64).ReadAll().Select(r => $"{r.Key}={r.Value}"));
        Assert.Equal(6, driver.CreateOutputTopic("test-words-repartition", Serdes.String, Serdes.String).Count);
        Assert.Equal(2, driver.GetStore<IReadOnlyKeyValueStore<string, long>>("counts").Get("be"));
    }

    [Fact]
    public void Grouping_a_changed_key_without_a_name_is_refused()
    {
        var builder = new StreamsBuilder();
        var grouped = Assert.Throws<TopologyException>(() => builder.Stream("in", Text).SelectKey((_, v) => v).GroupByKey(Grouped.With(Serdes.String, Serdes.String)));
        Assert.Contains("give it a name", grouped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reduce_combines_and_aggregate_folds_and_null_values_are_left_out()
    {
        var builder = new StreamsBuilder();
        var grouped = builder.Stream("in", Text).GroupByKey();
        grouped.Reduce((a, b) => a + b, Materialized.As<string, string>("joined")).ToStream().To("joined", TextOut);
        grouped.Aggregate(() => 100L, (_, v, sum) => sum + v.Length, Materialized.As<string, long>("sums").WithSerdes(Serdes.String, Serdes.Int64))
            .ToStream().To("sums", Produced.With(Serdes.String, Serdes.Int64));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k", "a");
        input.PipeInput("k", null!);
        input.PipeInput("k", "bc");

        Assert.Equal(["a", "abc"], driver.CreateOutputTopic("joined", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        Assert.Equal([101, 103], driver.CreateOutputTopic("sums", Serdes.String, Serdes.Int64).ReadAll().Select(r => r.Value));
    }

    [Fact]
    public void A_table_filters_maps_and_deletes_and_its_filter_turns_into_tombstones()
    {
        var builder = new StreamsBuilder();
        builder.Table("in", Text, Materialized.As<string, string>("rows"))
            .Filter((_, v) => v != "hide")
            .MapValues((_, v) => v.Length)
            .ToStream().To("out", Produced.With(Serdes.String, Serdes.Int32));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        foreach (var value in new[] { "abc", "hide", "hide", "ab", null })
        {
            input.PipeInput("k", value!);
        }

        var records = driver.CreateOutputTopic("out", Serdes.String, Serdes.Int32).ReadAll();
        Assert.Equal(["3", "gone", "2", "gone"], records.Select(r => r.IsTombstone ? "gone" : $"{r.Value}"));
    }

    [Fact]
    public void A_stream_meets_the_row_as_it_is_at_that_moment()
    {
        var builder = new StreamsBuilder();
        var table = builder.Table("rows", Text, Materialized.As<string, string>("rows"));
        var stream = builder.Stream("in", Text);
        stream.Join(table, (v, row) => $"{v}+{row}").To("inner", TextOut);
        stream.LeftJoin(table, (v, row) => $"{v}+{row ?? "none"}").To("left", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());
        var rows = driver.CreateInputTopic("rows", Serdes.String, Serdes.String);
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k", "a");
        rows.PipeInput("k", "1");
        input.PipeInput("k", "b");
        rows.PipeInput("k", null!);
        input.PipeInput("k", "c");

        Assert.Equal(["b+1"], driver.CreateOutputTopic("inner", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        Assert.Equal(["a+none", "b+1", "c+none"], driver.CreateOutputTopic("left", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
    }

    [Fact]
    public void Tables_join_on_changes_of_either_side()
    {
        var builder = new StreamsBuilder();
        var left = builder.Table("l", Text, Materialized.As<string, string>("ls"));
        var right = builder.Table("r", Text, Materialized.As<string, string>("rs"));
        left.Join(right, (a, b) => a + b).ToStream().To("inner", TextOut);
        left.LeftJoin(right, (a, b) => a + (b ?? "-")).ToStream().To("left", TextOut);
        left.OuterJoin(right, (a, b) => (a ?? "-") + (b ?? "-")).ToStream().To("outer", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());
        var (l, r) = (driver.CreateInputTopic("l", Serdes.String, Serdes.String), driver.CreateInputTopic("r", Serdes.String, Serdes.String));

        r.PipeInput("k", "1");
        l.PipeInput("k", "a");
        r.PipeInput("k", "2");
        r.PipeInput("k", null!);
        l.PipeInput("k", null!);

        string[] Read(string topic) => [.. driver.CreateOutputTopic(topic, Serdes.String, Serdes.String).ReadAll().Select(x => x.Value ?? "gone")];
        Assert.Equal(["a1", "a2", "gone"], Read("inner"));
        Assert.Equal(["a1", "a2", "a-", "gone"], Read("left"));
        Assert.Equal(["-1", "a1", "a2", "a-", "gone"], Read("outer"));
    }

    [Fact]
    public void A_stream_meets_a_global_row_by_any_key()
    {
        var builder = new StreamsBuilder();
        var table = builder.GlobalTable("ref", Text, Materialized.As<string, string>("ref"));
        builder.Stream("in", Text).Join(table, (_, v) => v[..1], (v, row) => $"{v}:{row}").To("out", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());

        driver.CreateInputTopic("ref", Serdes.String, Serdes.String).PipeInput("a", "alpha");
        driver.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "abc");
        driver.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "xyz");

        Assert.Equal(["abc:alpha"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
    }

    [Theory]
    [InlineData(EmitStrategy.OnWindowUpdate, "k@0=1 k@0=2 k@10=1 k@0=3 k@20=1")]
    [InlineData(EmitStrategy.OnWindowClose, "k@0=3")]
    public void Windows_take_late_records_within_grace_and_drop_later_ones(EmitStrategy emit, string expected)
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Text).GroupByKey()
            .WindowedBy(TimeWindows.OfSize(TimeSpan.FromSeconds(10)).WithGrace(TimeSpan.FromSeconds(5)), emit)
            .Count(Materialized.As<string, long>("counts"))
            .ToStream((Named?)null)
            .Map((window, count) => KeyValuePair.Create($"{window.Key}@{window.StartMs / 1000}", count))
            .To("out", Produced.With(Serdes.String, Serdes.Int64));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        // The last one belongs to the first window, which closed when 20 came.
        foreach (var second in new[] { 1, 2, 12, 3, 20, 4 })
        {
            input.PipeInput("k", "v", DateTimeOffset.FromUnixTimeSeconds(second));
        }

        var records = driver.CreateOutputTopic("out", Serdes.String, Serdes.Int64).ReadAll();
        Assert.Equal(expected, string.Join(' ', records.Select(r => $"{r.Key}={r.Value}")));
        var store = driver.GetStore<IReadOnlyWindowStore<string, long>>("counts");
        Assert.Equal([10L, 20L], store.All().Select(w => w.Key.StartMs / 1000));
        Assert.Single(store.Fetch("k", DateTimeOffset.FromUnixTimeSeconds(0), DateTimeOffset.FromUnixTimeSeconds(10)));
    }

    [Fact]
    public void Streams_join_within_the_window_and_unmatched_records_leave_when_it_closes()
    {
        var builder = new StreamsBuilder();
        var (left, right) = (builder.Stream("l", Text), builder.Stream("r", Text));
        left.OuterJoin(right, (a, b) => $"{a ?? "-"}{b ?? "-"}", JoinWindows.OfTimeDifference(TimeSpan.FromSeconds(10)),
            new StreamJoined<string, string, string>("pair", Serdes.String, Serdes.String, Serdes.String)).To("out", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());
        var (l, r) = (driver.CreateInputTopic("l", Serdes.String, Serdes.String), driver.CreateInputTopic("r", Serdes.String, Serdes.String));
        static DateTimeOffset At(int second) => DateTimeOffset.FromUnixTimeSeconds(second);

        l.PipeInput("k", "a", At(0));
        r.PipeInput("k", "1", At(10));
        r.PipeInput("k", "2", At(11));
        l.PipeInput("k", "b", At(5));
        l.PipeInput("other", "c", At(6));
        r.PipeInput("z", "9", At(40));

        Assert.Equal(["a1", "b1", "b2", "c-"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(x => x.Value));
    }
}
