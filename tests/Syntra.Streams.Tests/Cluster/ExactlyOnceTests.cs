using Syntra.Streams.Dsl;
using Syntra.Streams.Processors;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Tests.Cluster;

public sealed class ExactlyOnceTests(KafkaCluster cluster)
{
    [Theory]
    [InlineData(ProcessingGuarantee.ExactlyOnce, StoreKind.InMemory)]
    [InlineData(ProcessingGuarantee.ExactlyOnce, StoreKind.Sqlite)]
    [InlineData(ProcessingGuarantee.AtLeastOnce, StoreKind.InMemory)]
    public async Task Counts_go_on_where_they_were_after_a_restart(ProcessingGuarantee guarantee, StoreKind kind)
    {
        var input = await cluster.CreateTopicAsync("in");
        var output = await cluster.CreateTopicAsync("out");
        var config = Config("count") with { ProcessingGuarantee = guarantee, CommitInterval = TimeSpan.FromMilliseconds(50) };
        cluster.Produce(input, ("a", "1"), ("b", "1"), ("a", "2"));
        await using (await RunningApp.StartAsync(Counting(input, output, kind), config))
        {
            cluster.Read(output, 3);
        }

        cluster.Produce(input, ("a", "3"), ("b", "2"));
        await using (await RunningApp.StartAsync(Counting(input, output, kind), config))
        {
            var all = cluster.Read(output, 5);
            Assert.Equal(["1", "2", "3"], all.Where(r => r.Message.Key == "a").Select(r => r.Message.Value));
            Assert.Equal(["1", "2"], all.Where(r => r.Message.Key == "b").Select(r => r.Message.Value));
        }

        var changelog = cluster.Read($"{config.ApplicationId}-counts-changelog", 5);
        Assert.Equal("3", changelog.Last(r => r.Message.Key == "a").Message.Value);
    }

    [Theory]
    [InlineData(PartitionAssignment.Range)]
    [InlineData(PartitionAssignment.CooperativeSticky)]
    public async Task Two_instances_share_the_partitions_and_hand_them_over_without_loss_or_repeat(PartitionAssignment assignment)
    {
        var input = await cluster.CreateTopicAsync("in", 6);
        var output = await cluster.CreateTopicAsync("out", 6);
        var config = Config("share") with { CommitInterval = TimeSpan.FromMilliseconds(30), PartitionAssignment = assignment };
        var keys = Enumerable.Range(0, 40).Select(i => $"k{i}").ToList();
        void Round(int n) => cluster.Produce(input, [.. keys.Select(k => (k, (string?)$"{n}"))]);

        Round(1);
        await using (await RunningApp.StartAsync(Counting(input, output, StoreKind.InMemory), config with { StateDirectory = cluster.NewFolder() }))
        {
            cluster.Read(output, 40);
            await using (await RunningApp.StartAsync(Counting(input, output, StoreKind.InMemory), config with { StateDirectory = cluster.NewFolder() }))
            {
                Round(2);
                cluster.Read(output, 80);
            }

            Round(3);
            var all = cluster.Read(output, 120);
            foreach (var key in keys)
            {
                Assert.Equal(["1", "2", "3"], all.Where(r => r.Message.Key == key).Select(r => r.Message.Value));
            }
        }
    }

    [Fact]
    public async Task Records_go_on_while_a_slow_commit_is_under_way_and_stay_in_order()
    {
        await using var broker = await Syntra.Kafka.Embedded.EmbeddedKafka.StartAsync(
            new Syntra.Kafka.Embedded.EmbeddedKafkaOptions { DataDirectory = cluster.NewFolder() }, CancellationToken.None);
        var own = new KafkaClusterView(broker.BootstrapServers);
        own.CreateTopic("in", 1);
        own.CreateTopic("out", 1);
        own.Produce("in", 20_000);
        broker.AddHook(Hooks.DelayEndTxn(TimeSpan.FromMilliseconds(250)));
        var config = Config("slow") with { BootstrapServers = broker.BootstrapServers, CommitInterval = TimeSpan.FromMilliseconds(20), MaxPollRecords = 100 };

        await using (var app = await RunningApp.StartAsync(Counting("in", "out", StoreKind.InMemory), config))
        {
            var values = own.ReadCommitted("out", 20_000);
            Assert.Equal(Enumerable.Range(1, 20_000).Select(i => $"{i}"), values);
            Assert.True(app.Application.Runtime!.Threads[0].Commits >= 2);
        }
    }

    [Fact]
    public async Task An_aborted_transaction_leaves_nothing_and_its_records_are_processed_again()
    {
        var input = await cluster.CreateTopicAsync("in", 2);
        var output = await cluster.CreateTopicAsync("out", 2);
        var config = Config("abort") with { CommitInterval = TimeSpan.FromMilliseconds(30) };
        cluster.Produce(input, [.. Enumerable.Range(0, 200).Select(i => ("a", (string?)$"{i}"))]);
        var failing = new FailingOnce();
        await using (await RunningApp.StartAsync(Counting(input, output, StoreKind.InMemory, failing), config, untilRunning: false))
        {
            var all = cluster.Read(output, 200);
            Assert.Equal(Enumerable.Range(1, 200).Select(i => $"{i}"), all.Select(r => r.Message.Value));
            Assert.True(failing.Failed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Producers_that_are_fenced_are_replaced_and_nothing_is_lost_or_repeated(int slot)
    {
        var input = await cluster.CreateTopicAsync("in", 1);
        var output = await cluster.CreateTopicAsync("out", 1);
        await using var app = await RunningApp.StartAsync(Counting(input, output, StoreKind.Sqlite), Config("fenced") with { CommitInterval = TimeSpan.FromMilliseconds(30) });
        cluster.Produce(input, [.. Enumerable.Range(0, 50).Select(i => ("a", (string?)$"{i}"))]);
        cluster.Read(output, 50);
        var thread = app.Application.Runtime!.Threads[0];
        using (var usurper = new Confluent.Kafka.ProducerBuilder<string, string>(
            new Confluent.Kafka.ProducerConfig { BootstrapServers = cluster.Bootstrap, TransactionalId = $"{thread.Name}-{slot}" }).Build())
        {
            usurper.InitTransactions(Hang.Limit);
        }

        // Enough commits that both producers had their turn.
        for (var round = 1; round <= 4; round++)
        {
            cluster.Produce(input, [.. Enumerable.Range(0, 50).Select(i => ("a", (string?)$"{i}"))]);
            cluster.Read(output, 50 + (round * 50));
        }

        var all = cluster.Read(output, 250);
        Assert.Equal(Enumerable.Range(1, 250).Select(i => $"{i}"), all.Select(r => r.Message.Value));
        Assert.True(thread.Recoveries > 0);
    }

    [Fact]
    public async Task Closing_waits_for_no_interval_and_commits_what_was_done()
    {
        var input = await cluster.CreateTopicAsync("in");
        var output = await cluster.CreateTopicAsync("out");
        var config = Config("close") with { CommitInterval = TimeSpan.FromMinutes(10), TransactionTimeout = TimeSpan.FromMinutes(15) };
        var app = await RunningApp.StartAsync(Counting(input, output, StoreKind.InMemory), config);
        cluster.Produce(input, ("a", "1"), ("b", "1"));
        await Eventually.HoldsAsync(() => app.Application.Runtime!.Threads.Sum(t => t.Processed) == 2);

        await app.Application.StopAsync().WaitAsync(Hang.Limit);

        Assert.Equal(2, cluster.Read(output, 2).Count);
        Assert.Equal(StreamsApplicationState.NotRunning, app.Application.State);
    }

    private StreamsConfig Config(string name) => new()
    {
        ApplicationId = cluster.Unique(name),
        BootstrapServers = cluster.Bootstrap,
        StateDirectory = cluster.NewFolder(),
    };

    private static Topology Counting(string input, string output, StoreKind kind, FailingOnce? failing = null)
    {
        var builder = new StreamsBuilder();
        var store = Stores.KeyValue("counts", Serdes.String, Serdes.String);
        builder.AddStateStore(kind == StoreKind.Sqlite ? store.Sqlite() : store.InMemory());
        builder.Stream(input, Consumed.With(Serdes.String, Serdes.String))
            .Process(() => new Counter(failing), Named.As("count"), "counts")
            .To(output, Produced.With(Serdes.String, Serdes.String));
        return builder.Build();
    }

    private sealed class FailingOnce
    {
        public bool Failed { get; private set; }

        public void MayFail(string count)
        {
            if (!Failed && count == "100")
            {
                Failed = true;

                // As a broker would: the engine must abort, forget the state, and do the records again.
                throw new Syntra.Streams.Errors.ClientException(Syntra.Streams.Errors.ErrorKind.Abortable, "test", "made up");
            }
        }
    }

    private sealed class Counter(FailingOnce? failing) : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string>? _context;
        private IKeyValueStore<string, string>? _store;

        public void Init(IProcessorContext<string, string> context) =>
            (_context, _store) = (context, context.GetStore<IKeyValueStore<string, string>>("counts"));

        public void Process(Record<string, string> record)
        {
            var count = $"{int.Parse(_store!.Get(record.Key) ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}";
            _store.Put(record.Key, count);
            _context!.Forward(record.WithValue(count));
            failing?.MayFail(count);
        }

        public void Close()
        {
        }
    }
}
