using Syntra.Streams.Dsl;
using Syntra.Streams.Errors;
using Syntra.Streams.Processors;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;
using Syntra.Streams.Testing;

namespace Syntra.Streams.Tests.Dsl;

public sealed class StreamOperatorTests
{
    private static readonly Consumed<string, string> Text = Consumed.With(Serdes.String, Serdes.String);
    private static readonly Produced<string, string> TextOut = Produced.With(Serdes.String, Serdes.String);

    [Fact]
    public void Stateless_steps_run_in_order_and_keep_time_and_headers()
    {
        var builder = new StreamsBuilder();
        var peeked = new List<string>();
        builder.Stream("in", Text)
            .Filter((_, v) => v.Length > 1)
            .MapValues(v => v.ToUpperInvariant())
            .FlatMap((k, v) => v.Split(' ').Select(w => KeyValuePair.Create(k, w)))
            .SelectKey((_, v) => v[..1])
            .Peek((k, _) => peeked.Add(k))
            .To("out", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_234);

        driver.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "ab cd", time, Headers.Empty.With("h", "1"));
        driver.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "x", time);

        var records = driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll();
        Assert.Equal(["A=AB", "C=CD"], records.Select(r => $"{r.Key}={r.Value}"));
        Assert.All(records, r => Assert.Equal((1_234L, "1"), (r.Timestamp, r.Headers!.GetLastString("h"))));
        Assert.Equal(["A", "C"], peeked);
    }

    [Fact]
    public void Merge_takes_both_streams_and_split_sends_each_record_to_one_branch()
    {
        var builder = new StreamsBuilder();
        builder.Stream("a", Text).Merge(builder.Stream("b", Text)).Split()
            .Branch((_, v) => v.StartsWith('x'), Named.As("xs"), out var xs)
            .Branch((_, v) => v.EndsWith('y'), Named.As("ys"), out var ys)
            .DefaultBranch(Named.As("rest")).To("rest", TextOut);
        xs.To("xs", TextOut);
        ys.To("ys", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());

        foreach (var (topic, value) in new[] { ("a", "x1y"), ("b", "1y"), ("a", "none"), ("b", "x") })
        {
            driver.CreateInputTopic(topic, Serdes.String, Serdes.String).PipeInput("k", value);
        }

        Assert.Equal(["x1y", "x"], driver.CreateOutputTopic("xs", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        Assert.Equal(["1y"], driver.CreateOutputTopic("ys", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
        Assert.Equal(["none"], driver.CreateOutputTopic("rest", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
    }

    [Fact]
    public void Two_topics_with_one_store_are_one_sub_topology_and_share_state()
    {
        var builder = new StreamsBuilder();
        builder.AddStateStore(Stores.KeyValue("posted", Serdes.String, Serdes.String).InMemory().WithChangelog());
        builder.Stream("raw", Text).Process(() => new StoreWriter(), Named.As("writer"), "posted");
        builder.Stream("receipt", Text).Process(() => new StoreReader(), Named.As("reader"), "posted").To("out", TextOut);
        var topology = builder.Build();
        using var driver = new TopologyTestDriver(topology);

        driver.CreateInputTopic("raw", Serdes.String, Serdes.String).PipeInput("k", "v");
        driver.CreateInputTopic("receipt", Serdes.String, Serdes.String).PipeInput("k", "ok");

        Assert.Single(topology.SubTopologies);
        Assert.Equal("v:ok", driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadRecord().Value);
        Assert.Equal("v", driver.GetKeyValueStore<string, string>("posted").Get("k"));
        Assert.Equal("v", driver.CreateOutputTopic("test-posted-changelog", Serdes.String, Serdes.String).ReadRecord().Value);
    }

    [Fact]
    public void A_processor_reads_a_global_table_without_naming_it()
    {
        var builder = new StreamsBuilder();
        builder.GlobalTable("ref", Text, Materialized.As<string, string>("crosswalk"));
        builder.Stream("in", Text).Process(() => new GlobalReader()).To("out", TextOut);
        using var driver = new TopologyTestDriver(builder.Build());
        var reference = driver.CreateInputTopic("ref", Serdes.String, Serdes.String);
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        reference.PipeInput("t|b", "2");
        reference.PipeInput("t|a", "1");
        reference.PipeInput("u|a", "9");
        input.PipeInput("t|", "");
        reference.PipeInput("t|b", null!);
        input.PipeInput("t|", "");

        Assert.Equal(["t|a=1,t|b=2", "t|a=1"], driver.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
    }

    [Fact]
    public void Punctuations_follow_their_own_clock_and_can_be_cancelled()
    {
        var builder = new StreamsBuilder();
        var calls = new List<string>();
        builder.Stream("in", Text).Process(() => new Ticker(calls));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.String);

        input.PipeInput("k", "a", DateTimeOffset.FromUnixTimeSeconds(5));
        input.PipeInput("k", "b", DateTimeOffset.FromUnixTimeSeconds(12));
        driver.AdvanceWallClockTime(TimeSpan.FromSeconds(9));
        driver.AdvanceWallClockTime(TimeSpan.FromSeconds(1));
        input.PipeInput("k", "stop", DateTimeOffset.FromUnixTimeSeconds(13));
        driver.AdvanceWallClockTime(TimeSpan.FromSeconds(30));

        Assert.Equal(["stream 5", "stream 12", "wall 10"], calls);
    }

    [Fact]
    public void A_poison_record_goes_to_the_dead_letter_topic_without_its_payload_and_the_next_goes_on()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Consumed.With(Serdes.String, Serdes.Int64).WithName("read")).To("out", Produced.With(Serdes.String, Serdes.Int64));
        using var driver = new TopologyTestDriver(builder.Build(), new StreamsConfig { ApplicationId = "app", DeadLetterTopic = "dlq" });
        var input = driver.CreateInputTopic("in", Serdes.String, Serdes.Int64);

        input.PipeRaw("k"u8.ToArray(), "secret"u8.ToArray(), headers: Headers.Empty.With(ErrorContext.AttemptHeader, "2"));
        input.PipeInput("k", 7);

        var letter = driver.CreateOutputTopic("dlq", Serdes.String, Serdes.String).ReadRecord();
        Assert.Equal("in/0/0", letter.Key);
        Assert.Contains("\"node\":\"read\"", letter.Value, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"FormatException\"", letter.Value, StringComparison.Ordinal);
        Assert.Contains("\"attempt\":3", letter.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", letter.Value, StringComparison.Ordinal);
        Assert.Equal(7, driver.CreateOutputTopic("out", Serdes.String, Serdes.Int64).ReadRecord().Value);
    }

    [Fact]
    public void A_processing_failure_stops_the_task_and_names_node_and_place_unless_the_handler_says_otherwise()
    {
        var builder = new StreamsBuilder();
        builder.Stream("in", Text).MapValues(v => v[..3], Named.As("cut")).To("out", TextOut);
        var topology = builder.Build();
        using (var strict = new TopologyTestDriver(topology))
        {
            var input = strict.CreateInputTopic("in", Serdes.String, Serdes.String);
            var stop = Assert.Throws<StreamsException>(() => input.PipeInput("k", "ab"));
            Assert.Contains("node cut: in/0 offset 0", stop.Message, StringComparison.Ordinal);
        }

        using var lenient = new TopologyTestDriver(topology, new StreamsConfig { ApplicationId = "a", ProcessingExceptionHandler = FixedHandler.Skip });
        lenient.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "ab");
        lenient.CreateInputTopic("in", Serdes.String, Serdes.String).PipeInput("k", "abcd");
        Assert.Equal(["abc"], lenient.CreateOutputTopic("out", Serdes.String, Serdes.String).ReadAll().Select(r => r.Value));
    }

    private sealed class StoreWriter : IProcessor<string, string, string, string>
    {
        private IKeyValueStore<string, string>? _store;

        public void Init(IProcessorContext<string, string> context) => _store = context.GetStore<IKeyValueStore<string, string>>("posted");

        public void Process(Record<string, string> record) => _store!.Put(record.Key, record.Value);

        public void Close()
        {
        }
    }

    private sealed class StoreReader : IProcessor<string, string, string, string>
    {
        private IKeyValueStore<string, string>? _store;
        private IProcessorContext<string, string>? _context;

        public void Init(IProcessorContext<string, string> context) =>
            (_context, _store) = (context, context.GetStore<IKeyValueStore<string, string>>("posted"));

        public void Process(Record<string, string> record) => _context!.Forward(record.WithValue($"{_store!.Get(record.Key)}:{record.Value}"));

        public void Close()
        {
        }
    }

    private sealed class GlobalReader : IProcessor<string, string, string, string>
    {
        private IReadOnlyKeyValueStore<string, string>? _table;
        private IProcessorContext<string, string>? _context;

        public void Init(IProcessorContext<string, string> context) =>
            (_context, _table) = (context, context.GetStore<IReadOnlyKeyValueStore<string, string>>("crosswalk"));

        public void Process(Record<string, string> record) =>
            _context!.Forward(record.WithValue(string.Join(',', _table!.PrefixScan(record.Key).Select(e => $"{e.Key}={e.Value}"))));

        public void Close()
        {
        }
    }

    private sealed class Ticker(List<string> calls) : IProcessor<string, string, string, string>
    {
        private ICancellable? _wall;

        public void Init(IProcessorContext<string, string> context)
        {
            context.Schedule(TimeSpan.FromSeconds(10), PunctuationType.StreamTime, t => calls.Add($"stream {t.ToUnixTimeSeconds()}"));
            _wall = context.Schedule(TimeSpan.FromSeconds(10), PunctuationType.WallClockTime, t => calls.Add($"wall {t.ToUnixTimeSeconds()}"));
        }

        public void Process(Record<string, string> record)
        {
            if (record.Value == "stop")
            {
                _wall!.Cancel();
            }
        }

        public void Close()
        {
        }
    }
}
