using FsCheck;
using FsCheck.Fluent;
using Syntra.Streams.Dsl;
using Syntra.Streams.Graph;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Tables;
using Syntra.Streams.Testing;

namespace Syntra.Streams.Tests.Dsl;

/// <summary>Rows are "group:amount"; the aggregate is the sum of each group's amounts.</summary>
public sealed class GroupedTableTests
{
    [Fact]
    public void A_row_that_stays_changes_its_group_once_and_a_row_that_moves_leaves_one_and_joins_the_other()
    {
        using var driver = new TopologyTestDriver(Sums());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("row1", "a:5");
        input.PipeInput("row2", "a:7");
        input.PipeInput("row1", "a:6");
        input.PipeInput("row2", "b:7");
        input.PipeInput("row1", null!);

        Assert.Equal(
            ["a=5", "a=12", "a=13", "a=6", "b=7", "a=0"],
            driver.CreateOutputTopic("sums", Serdes.String, Serdes.Int64).ReadAll().Select(r => $"{r.Key}={r.Value}"));
        Assert.Equal(0, driver.GetStore<IReadOnlyKeyValueStore<string, long>>("counts").Get("a"));
        Assert.Equal(1, driver.GetStore<IReadOnlyKeyValueStore<string, long>>("counts").Get("b"));
    }

    [Fact]
    public void Rows_without_a_group_take_no_part()
    {
        using var driver = new TopologyTestDriver(Sums());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("row1", ":5");
        input.PipeInput("row1", "a:5");
        input.PipeInput("row1", ":5");
        input.PipeInput("row1", null!);

        Assert.Equal(["a=5", "a=0"], driver.CreateOutputTopic("sums", Serdes.String, Serdes.Int64).ReadAll().Select(r => $"{r.Key}={r.Value}"));
    }

    [Fact]
    public void After_any_changes_each_group_is_what_its_rows_make_it()
    {
        var change = Gen.Choose(0, 5).SelectMany(row => Gen.Choose(-1, 3).SelectMany(group => Gen.Choose(1, 9).Select(amount => (row, group, amount))));
        Check.QuickThrowOnFailure(Prop.ForAll(change.ListOf().ToArbitrary(), changes =>
        {
            using var driver = new TopologyTestDriver(Sums());
            var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);
            var rows = new Dictionary<int, (int Group, int Amount)>();
            foreach (var (row, group, amount) in changes)
            {
                input.PipeInput($"row{row}", group < 0 ? null! : $"g{group}:{amount}");
                rows.Remove(row);
                if (group >= 0)
                {
                    rows[row] = (group, amount);
                }
            }

            var expected = rows.Values.GroupBy(r => $"g{r.Group}").ToDictionary(g => g.Key, g => (Sum: g.Sum(r => (long)r.Amount), Count: g.LongCount()), StringComparer.Ordinal);
            var sums = driver.GetStore<IReadOnlyKeyValueStore<string, long>>("sums");
            var counts = driver.GetStore<IReadOnlyKeyValueStore<string, long>>("counts");
            return Enumerable.Range(0, 4).Select(g => $"g{g}").All(g => (sums.Get(g), counts.Get(g)) == expected.GetValueOrDefault(g));
        }));
    }

    [Fact]
    public void Reducing_takes_the_first_row_as_it_is_and_puts_in_and_takes_out_the_others()
    {
        var builder = new StreamsBuilder();
        builder.Table("in", Consumed.With(Serdes.String, Serdes.String), Materialized.As<string, string>("rows"))
            .GroupBy((_, row) => Member(row), Grouped.As("by-group", Serdes.String, Serdes.Int64))
            .Reduce((sum, amount) => sum + amount, (sum, amount) => sum - amount, Materialized.As<string, long>("sums"))
            .ToStream().To("sums", Produced.With(Serdes.String, Serdes.Int64));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("row1", "a:5");
        input.PipeInput("row2", "a:7");
        input.PipeInput("row1", "b:5");
        input.PipeInput("row2", "a:1");
        input.PipeInput("row2", null!);

        Assert.Equal(
            ["a=5", "a=12", "a=7", "b=5", "a=1", "a=0"],
            driver.CreateOutputTopic("sums", Serdes.String, Serdes.Int64).ReadAll().Select(r => $"{r.Key}={r.Value}"));
    }

    [Fact]
    public void A_reduced_group_goes_when_nothing_is_left_of_it_and_begins_again_with_the_next_row()
    {
        var builder = new StreamsBuilder();
        builder.Table("in", Consumed.With(Serdes.String, Serdes.String), Materialized.As<string, string>("rows"))
            .GroupBy((key, row) => KeyValuePair.Create(row, key), Grouped.As("by-row", Serdes.String, Serdes.String))
            .Reduce((all, key) => $"{all},{key}", (all, key) => all == key ? null! : string.Join(',', all.Split(',').Where(k => k != key)), Materialized.As<string, string>("keys"))
            .ToStream().To("keys", Produced.With(Serdes.String, Serdes.String));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k1", "x");
        input.PipeInput("k2", "x");
        input.PipeInput("k1", null!);
        input.PipeInput("k2", null!);
        input.PipeInput("k3", "x");

        Assert.Equal(["x=k1", "x=k1,k2", "x=k2", "x=", "x=k3"], driver.CreateOutputTopic("keys", Serdes.String, Serdes.String).ReadAll().Select(r => $"{r.Key}={r.Value}"));
    }

    [Fact]
    public void A_change_survives_its_topic_whichever_sides_it_has_and_anything_else_is_refused()
    {
        var serde = new ChangeSerde<string>(Serdes.String);
        foreach (var change in (Change<string>[])[
            Change<string>.Of(true, "new", false, null), Change<string>.Of(false, null, true, "old"),
            Change<string>.Of(true, "", true, "old"), Change<string>.Of(true, "new", true, "")])
        {
            var bytes = new SerdeWriter().ToBytesNotNull(serde, "t", change);
            Assert.Equal(change, serde.Deserialize("t", bytes));
        }

        Assert.Throws<FormatException>(() => serde.Deserialize("t", [4, 0]));
    }

    [Fact]
    public void Grouping_a_table_without_a_name_is_refused()
    {
        var table = new StreamsBuilder().Table("in", Consumed.With(Serdes.String, Serdes.String), Materialized.As<string, string>("rows"));
        var refused = Assert.Throws<TopologyException>(() => table.GroupBy((k, v) => KeyValuePair.Create(v, k), Grouped.With(Serdes.String, Serdes.String)));
        Assert.Contains("give it a name", refused.Message, StringComparison.Ordinal);
    }

    private static Topology Sums()
    {
        var builder = new StreamsBuilder();
        var grouped = builder.Table("in", Consumed.With(Serdes.String, Serdes.String), Materialized.As<string, string>("rows"))
            .GroupBy((_, row) => Member(row), Grouped.As("by-group", Serdes.String, Serdes.Int64));
        grouped.Aggregate(() => 0L, (_, amount, sum) => sum + amount, (_, amount, sum) => sum - amount, Materialized.As<string, long>("sums").WithSerdes(Serdes.String, Serdes.Int64))
            .ToStream().To("sums", Produced.With(Serdes.String, Serdes.Int64));
        grouped.Count(Materialized.As<string, long>("counts"));
        return builder.Build();
    }

    private static KeyValuePair<string, long> Member(string row)
    {
        var parts = row.Split(':');
        return KeyValuePair.Create(parts[0].Length == 0 ? null! : parts[0], long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
