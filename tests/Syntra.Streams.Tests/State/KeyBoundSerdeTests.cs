using System.Buffers;
using System.Text;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Testing;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Tests.State;

/// <summary>A serde that binds its bytes to their key, as sealing does, works in every kind of store.</summary>
public sealed class KeyBoundSerdeTests
{
    private static readonly KeyBound Bound = new();
    private static readonly Consumed<string, string> In = Consumed.With(Serdes.String, Serdes.String);

    [Fact]
    public void In_the_store_of_a_table()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", In).GroupByKey()
            .Aggregate(() => "", (_, v, all) => all + v, Materialized.As<string, string>("folded").WithSerdes(Serdes.String, Bound))
            .ToStream().To("out", Produced.With(Serdes.String, Serdes.String));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("a", "1");
        input.PipeInput("b", "x");
        input.PipeInput("a", "2");

        Assert.Equal(["1", "x", "12"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        var store = driver.GetStore<IReadOnlyKeyValueStore<string, string>>("folded");
        Assert.Equal(("12", 2), (store.Get("a"), store.All().Count()));
    }

    [Fact]
    public void In_a_windowed_store_that_closes()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", In).GroupByKey()
            .WindowedBy(TimeWindows.OfSize(TimeSpan.FromSeconds(10)), EmitStrategy.OnWindowClose)
            .Aggregate(() => "", (_, v, all) => all + v, Materialized.As<string, string>("windows").WithSerdes(Serdes.String, Bound))
            .ToStream().Map((w, v) => KeyValuePair.Create(w.Key, v)).To("out", Produced.With(Serdes.String, Serdes.String));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        foreach (var (second, value) in new[] { (1, "a"), (2, "b"), (30, "c") })
        {
            input.PipeInput("k", value, DateTimeOffset.FromUnixTimeSeconds(second));
        }

        Assert.Equal(["ab"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        Assert.Equal(["c"], driver.GetStore<IReadOnlyWindowStore<string, string>>("windows").All().Select(w => w.Value));
    }

    [Fact]
    public void In_the_stores_of_a_windowed_join()
    {
        var builder = new StreamsBuilder();
        var (left, right) = (builder.Stream("l", In), builder.Stream("r", In));
        left.OuterJoin(right, (a, b) => $"{a ?? "-"}{b ?? "-"}", JoinWindows.OfTimeDifference(TimeSpan.FromSeconds(10)),
            new StreamJoined<string, string, string>("pair", Serdes.String, Bound, Bound)).To("out", Produced.With(Serdes.String, Serdes.String));
        using var driver = new TopologyTestDriver(builder.Build());
        var (l, r) = (driver.CreateInputTopic("l", Serdes.String, Serdes.String), driver.CreateInputTopic("r", Serdes.String, Serdes.String));

        l.PipeInput("k", "a", DateTimeOffset.FromUnixTimeSeconds(0));
        r.PipeInput("k", "1", DateTimeOffset.FromUnixTimeSeconds(5));
        l.PipeInput("other", "c", DateTimeOffset.FromUnixTimeSeconds(6));
        r.PipeInput("z", "9", DateTimeOffset.FromUnixTimeSeconds(40));

        Assert.Equal(["a1", "c-"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(x => x.Value));
    }

    [Fact]
    public void In_a_global_table()
    {
        var builder = new StreamsBuilder();
        builder.GlobalTable("ref", Consumed.With(Serdes.String, Bound), Materialized.As<string, string>("names"));
        builder.Stream("in", In).To("out", Produced.With(Serdes.String, Serdes.String));
        using var driver = new TopologyTestDriver(builder.Build());

        driver.CreateInputTopic("ref", Serdes.String, Bound).PipeInput("a", "A");

        Assert.Equal("A", driver.GetStore<IReadOnlyKeyValueStore<string, string>>("names").Get("a"));
    }

    /// <summary>Writes the key before the value, and reads it only beside the same key.</summary>
    private sealed class KeyBound : ISerde<string>
    {
        public void Serialize(string topic, ReadOnlySpan<byte> key, string value, IBufferWriter<byte> destination)
        {
            destination.Write([(byte)key.Length]);
            destination.Write(key);
            destination.Write(Encoding.UTF8.GetBytes(value));
        }

        public string Deserialize(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) =>
            data[0] == key.Length && data.Slice(1, key.Length).SequenceEqual(key)
                ? Encoding.UTF8.GetString(data[(1 + key.Length)..])
                : throw new InvalidDataException("bound to another key");

        public void Serialize(string topic, string value, IBufferWriter<byte> destination) => throw new NotSupportedException("no key");

        public string Deserialize(string topic, ReadOnlySpan<byte> data) => throw new NotSupportedException("no key");
    }
}
