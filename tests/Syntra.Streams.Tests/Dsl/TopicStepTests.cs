using System.Buffers;
using Syntra.Streams.Dsl;
using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Serialization;
using Syntra.Streams.Testing;

namespace Syntra.Streams.Tests.Dsl;

/// <summary>Steps that choose, stamp or refuse what goes from and to topics.</summary>
public sealed class TopicStepTests
{
    private static readonly Consumed<string, string> Text = Consumed.With(Serdes.String, Serdes.String);
    private static readonly Produced<string, string> TextOut = Produced.With(Serdes.String, Serdes.String);

    [Fact]
    public void A_repartition_step_starts_a_sub_topology_and_its_topic_is_named_after_application_and_step()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Text).SelectKey((_, v) => v).Repartition(Repartitioned.As("by-value", Serdes.String, Serdes.String).WithPartitions(7)).To("out", TextOut);
        var topology = builder.Build();
        using var driver = new TopologyTestDriver(topology, new StreamsConfig { ApplicationId = "app" });

        driver.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "v");

        Assert.Equal("v", driver.CreateOutputTopic("app-by-value-repartition", Serdes.String, Serdes.String).ReadRecord().Key);
        Assert.Equal("v", driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadRecord().Key);
        Assert.Contains("Sub-topology: 1", topology.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_repartition_steps_of_one_name_are_refused()
    {
        var stream = new StreamsBuilder().Stream("in", Text);
        var step = Repartitioned.As("twice", Serdes.String, Serdes.String);
        stream.Repartition(step);

        Assert.Contains("twice", Assert.Throws<TopologyException>(() => stream.Repartition(step)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sink_can_choose_its_topic_by_the_record_and_leave_headers_out()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Text).To(record => $"out.{record.Value}", TextOut.WithHeaders("kept"));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k", "a", DateTimeOffset.UnixEpoch, Headers.Empty.With("kept", "1").With("dropped", "2"));
        input.PipeInput("k", "b");

        var first = driver.CreateOutputTopic("out.a", Serdes.String, Serdes.String).ReadRecord();
        Assert.Equal("1", first.Headers!.GetLastString("kept"));
        Assert.Null(first.Headers.GetLastString("dropped"));
        Assert.Equal("b", driver.CreateOutputTopic("out.b", Serdes.String, Serdes.String).ReadRecord().Value);
    }

    [Fact]
    public void Event_time_comes_from_the_content_where_asked_and_a_negative_one_is_poison()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Text.WithTimestampExtractor(r => long.Parse(r.Value, System.Globalization.CultureInfo.InvariantCulture))).To("out", TextOut);
        using var driver = new TopologyTestDriver(builder.Build(), new StreamsConfig { ApplicationId = "app", DeadLetterTopic = "dlq" });
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k", "42");
        input.PipeInput("k", "-1");

        Assert.Equal([42L], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Timestamp));
        Assert.Equal(1, driver.CreateOutputTopic("dlq", Serdes.String, Serdes.String).Count);
    }

    [Theory]
    [InlineData(HandlerResponse.Skip, 0)]
    [InlineData(HandlerResponse.DeadLetter, 1)]
    public void Output_that_its_serde_refuses_goes_to_the_production_handler(HandlerResponse response, int letters)
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Text).To("out", Produced.With(Serdes.String, new Choosy()).WithName("choosy-sink"));
        var config = new StreamsConfig { ApplicationId = "app", DeadLetterTopic = "dlq", ProductionExceptionHandler = new FixedHandler(response) };
        using var driver = new TopologyTestDriver(builder.Build(), config);
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k", "bad");
        input.PipeInput("k", "good");

        Assert.Equal(["good"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        Assert.Equal(letters, driver.CreateOutputTopic("dlq", Serdes.String, Serdes.String).Count);
    }

    [Fact]
    public void A_poison_record_of_a_global_table_follows_the_deserialization_handler()
    {
        var builder = new StreamsBuilder();
        builder.GlobalTable("ref", Text, Materialized.As<string, string>("ref"));
        builder.Stream("in", Text).To("out", TextOut);
        var topology = builder.Build();
        using (var driver = new TopologyTestDriver(topology, new StreamsConfig { ApplicationId = "app", DeadLetterTopic = "dlq" }))
        {
            driver.CreateInputTopic("ref", Serdes.String, Serdes.String).PipeRaw("k"u8.ToArray(), [0xC3, 0x28]);
            var letter = driver.CreateOutputTopic("dlq", Serdes.String, Serdes.String).ReadRecord();
            Assert.Equal("ref/0/0", letter.Key);
            Assert.Contains("\"node\":\"ref\"", letter.Value, StringComparison.Ordinal);
        }

        using var strict = new TopologyTestDriver(topology);
        Assert.Throws<StreamsException>(() => strict.CreateInputTopic("ref", Serdes.String, Serdes.String).PipeRaw("k"u8.ToArray(), [0xC3, 0x28]));
    }

    private sealed class Choosy : ISerde<string>
    {
        public void Serialize(string topic, string value, IBufferWriter<byte> destination)
        {
            if (value == "bad")
            {
                throw new FormatException("refused");
            }

            Serdes.String.Serialize(topic, value, destination);
        }

        public string Deserialize(string topic, ReadOnlySpan<byte> data) => Serdes.String.Deserialize(topic, data);
    }
}
