using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Syntra.Streams.Dsl;
using Syntra.Streams.Errors;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Tests.Cluster;

public sealed class OperationTests(KafkaCluster cluster)
{
    private static readonly Consumed<string, string> Text = Consumed.With(Serdes.String, Serdes.String);

    [Fact]
    public async Task A_poison_record_is_dead_lettered_in_the_transaction_and_global_tables_are_whole_before_the_first_record()
    {
        var (input, reference) = (await cluster.CreateTopicAsync("in", 1), await cluster.CreateTopicAsync("ref", 1, compacted: true));
        var (output, letters) = (await cluster.CreateTopicAsync("out", 1), await cluster.CreateTopicAsync("dlq", 1));
        cluster.Produce(reference, [.. Enumerable.Range(0, 500).Select(i => ($"r{i}", (string?)$"row{i}"))]);
        ProduceRaw(input, [0xC3, 0x28]);
        cluster.Produce(input, ("k", "r499"));
        var builder = new StreamsBuilder();
        var table = builder.GlobalTable(reference, Text, Materialized.As<string, string>("ref"));
        builder.Stream(input, Text).Join(table, (_, v) => v, (v, row) => $"{v}={row}").To(output, Produced.With(Serdes.String, Serdes.String));

        await using var app = await RunningApp.StartAsync(builder.Build(), Config("dlq") with { DeadLetterTopic = letters });

        Assert.Equal("r499=row499", cluster.Read(output, 1)[0].Message.Value);
        Assert.Contains("\"offset\":0", cluster.Read(letters, 1)[0].Message.Value, StringComparison.Ordinal);
        Assert.Equal("row7", app.Application.KeyValueStore<string, string>("ref").Get("r7"));
    }

    [Fact]
    public async Task A_poison_record_of_a_global_table_is_dead_lettered_and_the_rest_of_the_table_is_there()
    {
        var (input, reference) = (await cluster.CreateTopicAsync("in", 1), await cluster.CreateTopicAsync("ref", 1, compacted: true));
        var letters = await cluster.CreateTopicAsync("dlq", 1);
        cluster.Produce(reference, ("good", "row"));
        ProduceRaw(reference, [0xC3, 0x28]);
        var builder = new StreamsBuilder();
        builder.GlobalTable(reference, Text, Materialized.As<string, string>("ref"));
        builder.Stream(input, Text).Peek((_, _) => { });
        var config = Config("global-dlq") with { DeadLetterTopic = letters };

        await using var app = await RunningApp.StartAsync(builder.Build(), config);

        var letter = cluster.Read(letters, 1)[0].Message;
        Assert.Equal($"{reference}/0/1", letter.Key);
        Assert.Contains("\"node\":\"ref\"", letter.Value, StringComparison.Ordinal);
        Assert.Equal("row", app.Application.KeyValueStore<string, string>("ref").Get("good"));
        Assert.Null(app.Application.KeyValueStore<string, string>("ref").Get("k"));
        Assert.Equal(1, Measure(config.ApplicationId)["syntra.streams.global.records.skipped"]);
    }

    [Fact]
    public async Task Missing_topics_and_unequal_partition_counts_are_refused_at_start_with_their_names()
    {
        var (two, three) = (await cluster.CreateTopicAsync("two", 2), await cluster.CreateTopicAsync("three", 3));
        var builder = new StreamsBuilder();
        builder.Stream(two, Text).Join(builder.Table(three, Text, Materialized.As<string, string>("rows")), (a, b) => a + b)
            .To(two, Produced.With(Serdes.String, Serdes.String));
        var unequal = await Assert.ThrowsAsync<StreamsException>(() => RunningApp.StartAsync(builder.Build(), Config("unequal")));
        Assert.Contains($"{two}: 2", unequal.Message, StringComparison.Ordinal);
        Assert.Contains($"{three}: 3", unequal.Message, StringComparison.Ordinal);

        var missing = new StreamsBuilder();
        missing.Stream("no-such-topic-here", Text).To(two, Produced.With(Serdes.String, Serdes.String));
        var refused = await Assert.ThrowsAsync<StreamsException>(() => RunningApp.StartAsync(missing.Build(), Config("missing")));
        Assert.Contains("no-such-topic-here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_a_handler_will_not_forgive_stops_the_application_with_its_place_and_without_its_content()
    {
        var input = await cluster.CreateTopicAsync("in", 1);
        cluster.Produce(input, ("k", "secret"));
        var builder = new StreamsBuilder();
        builder.Stream(input, Text).Peek((_, _) => throw new InvalidOperationException("no"), Named.As("strict")).To(input, Produced.With(Serdes.String, Serdes.String));

        await using var app = await RunningApp.StartAsync(builder.Build(), Config("strict"), untilRunning: false);
        await app.UntilAsync(StreamsApplicationState.Error);

        Assert.Contains($"node strict: {input}/0 offset 0 failed with InvalidOperationException", app.Application.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", app.Application.Failure.ToString(), StringComparison.Ordinal);
        Assert.False(app.Application.GetHealth().IsHealthy);
        await Assert.ThrowsAsync<StreamsException>(() => app.Application.Completion);
    }

    [Fact]
    public async Task Stores_can_be_read_metrics_counted_and_health_told_while_it_runs()
    {
        var (input, output) = (await cluster.CreateTopicAsync("in", 3), await cluster.CreateTopicAsync("out", 3));
        var builder = new StreamsBuilder();
        builder.Stream(input, Text).GroupByKey().Count(Materialized.As<string, long>("counts")).ToStream().To(output, Produced.With(Serdes.String, Serdes.Int64));
        var config = Config("ops") with { NumStreamThreads = 2 };
        await using var app = await RunningApp.StartAsync(builder.Build(), config);
        cluster.Produce(input, [.. Enumerable.Range(0, 90).Select(i => ($"k{i % 9}", (string?)"v"))]);
        cluster.Read(output, 90);

        var store = app.Application.KeyValueStore<string, long>("counts");
        Assert.Equal(10, store.Get("k3"));
        Assert.Equal(9, store.All().Count());
        var health = app.Application.GetHealth();
        Assert.True(health.IsHealthy);
        Assert.Equal(3, health.Threads.Sum(t => t.RunningTasks.Count));
        var measured = Measure(config.ApplicationId);
        Assert.Equal(90, measured["syntra.streams.task.records"]);
        Assert.Equal(9, measured["syntra.streams.store.entries"]);
        Assert.True(measured["syntra.streams.thread.commits"] > 0);
        Assert.Equal(2, measured["syntra.streams.threads.running"]);
    }

    [Fact]
    public async Task A_trace_goes_through_to_the_output()
    {
        var (input, output) = (await cluster.CreateTopicAsync("in", 1), await cluster.CreateTopicAsync("out", 1));
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Syntra.Streams",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                lock (spans)
                {
                    spans.Add(a);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using (var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = cluster.Bootstrap }).Build())
        {
            var headers = new Confluent.Kafka.Headers { { "traceparent", Encoding.UTF8.GetBytes("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") } };
            await producer.ProduceAsync(input, new Message<string, string> { Key = "k", Value = "v", Headers = headers }, TestContext.Current.CancellationToken);
        }

        var builder = new StreamsBuilder();
        builder.Stream(input, Text).To(output, Produced.With(Serdes.String, Serdes.String));
        await using var app = await RunningApp.StartAsync(builder.Build(), Config("trace"));

        var header = Encoding.UTF8.GetString(cluster.Read(output, 1)[0].Message.Headers.GetLastBytes("traceparent"));
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", header, StringComparison.Ordinal);
        lock (spans)
        {
            Assert.Contains(spans, s => s.ParentSpanId.ToHexString() == "b7ad6b7169203331" && header.Contains(s.SpanId.ToHexString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_standby_is_warm_when_its_owner_goes()
    {
        var (input, output) = (await cluster.CreateTopicAsync("in", 2), await cluster.CreateTopicAsync("out", 2));
        var builder = new StreamsBuilder();
        builder.Stream(input, Text).GroupByKey().Count(Materialized.As<string, long>("counts"))
            .ToStream().MapValues(c => $"{c}").To(output, Produced.With(Serdes.String, Serdes.String));
        var topology = builder.Build();
        var config = Config("standby") with { NumStandbyReplicas = 1 };
        var first = await RunningApp.StartAsync(topology, config);
        cluster.Produce(input, [.. Enumerable.Range(0, 2_000).Select(i => ($"k{i % 500}", (string?)"v"))]);
        cluster.Read(output, 2_000);
        await using var second = await RunningApp.StartAsync(topology, config with { StateDirectory = cluster.NewFolder() });

        // What the second owns it restored; the rest it follows.
        await Eventually.HoldsAsync(() => second.Application.Runtime!.Restorer.RestoredRecords >= 2_000);
        var before = second.Application.Runtime!.Restorer.RestoredRecords;
        await first.DisposeAsync();
        await Eventually.HoldsAsync(() => second.Application.GetHealth().Threads.Sum(t => t.RunningTasks.Count) == 2);
        var tail = second.Application.Runtime!.Restorer.RestoredRecords - before;

        cluster.Produce(input, [.. Enumerable.Range(0, 500).Select(i => ($"k{i}", (string?)"v"))]);
        var all = cluster.Read(output, 2_500);
        Assert.Equal(500, all.Count(r => r.Message.Value == "5"));
        Assert.True(tail < 200, $"the takeover restored {tail} records");
    }

    private static Dictionary<string, long> Measure(string applicationId)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Syntra.Streams" && instrument.Meter.Tags!.Any(t => (string?)t.Value == applicationId))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, v, _, _) => sums[i.Name] = sums.GetValueOrDefault(i.Name) + v);
        listener.SetMeasurementEventCallback<int>((i, v, _, _) => sums[i.Name] = sums.GetValueOrDefault(i.Name) + v);
        listener.Start();
        listener.RecordObservableInstruments();
        return sums;
    }

    private void ProduceRaw(string topic, byte[] value)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = cluster.Bootstrap }).Build();
        producer.Produce(topic, new Message<byte[], byte[]> { Key = "k"u8.ToArray(), Value = value });
        producer.Flush(Hang.Limit);
    }

    private StreamsConfig Config(string name) => new()
    {
        ApplicationId = cluster.Unique(name),
        BootstrapServers = cluster.Bootstrap,
        StateDirectory = cluster.NewFolder(),
        CommitInterval = TimeSpan.FromMilliseconds(40),
    };
}
