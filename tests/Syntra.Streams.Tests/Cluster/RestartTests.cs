using System.Collections.Concurrent;
using Syntra.Kafka.Embedded;
using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Tests.Cluster;

/// <summary>An instance, or the broker, goes for a moment and comes back.</summary>
public sealed class RestartTests(KafkaCluster cluster)
{
    // The first instance to start leads the group, and a leader's return takes another path at the broker than a follower's.
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public async Task A_restart_within_the_session_disturbs_the_other_instance_unless_members_are_static(int restarted, bool isStatic)
    {
        var (input, output) = (await cluster.CreateTopicAsync("in"), await cluster.CreateTopicAsync("out"));
        StreamsConfig[] configs = [.. Enumerable.Range(0, 2).Select(i => Config("static") with
        {
            StateDirectory = cluster.NewFolder(), GroupInstanceId = isStatic ? $"instance{i}" : null, SessionTimeout = TimeSpan.FromSeconds(30),

            // Members hear of a rebalance with a heartbeat: with few of them the test would only wait.
            ConsumerOverrides = new Dictionary<string, string> { ["heartbeat.interval.ms"] = "200" },
        })];
        configs[1] = configs[1] with { ApplicationId = configs[0].ApplicationId };
        RunningApp[] apps = [await StartAsync(0), await StartAsync(1)];
        await Eventually.HoldsAsync(() => apps.All(a => Tasks(a).Length == 2));
        var other = apps[1 - restarted];
        var before = Tasks(other);
        var changes = new ConcurrentQueue<StreamsApplicationState>();
        other.Application.StateChanged += (_, change) => changes.Enqueue(change.Current);

        cluster.Produce(input, Round(1));
        cluster.Read(output, 40);
        await apps[restarted].DisposeAsync();
        cluster.Produce(input, Round(2));

        // While one is away the other works on with what it has.
        cluster.Read(output, records => records.Count(r => r.Message.Value == "2") >= (isStatic ? 1 : 40));
        apps[restarted] = await StartAsync(restarted);
        await Eventually.HoldsAsync(() => Tasks(apps[restarted]).Length == 2);
        cluster.Produce(input, Round(3));
        var all = cluster.Read(output, 120);

        foreach (var perKey in all.GroupBy(r => r.Message.Key, r => r.Message.Value))
        {
            Assert.Equal(["1", "2", "3"], perKey);
        }

        // The restart of a member that is not static shows what would be seen here.
        Assert.Equal(isStatic, changes.IsEmpty);
        Assert.Equal(isStatic, before.SequenceEqual(Tasks(other)));
        await Task.WhenAll(apps.Select(a => a.DisposeAsync().AsTask()));

        Task<RunningApp> StartAsync(int i) => RunningApp.StartAsync(Counting(input, output), configs[i]);
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task An_application_outlives_restarts_of_the_broker_and_counts_everything_once(StoreKind kind)
    {
        const int Batch = 4_000;
        var options = new EmbeddedKafkaOptions { DataDirectory = cluster.NewFolder(), Port = Port.Reserve(), RegistryPort = null };
        var broker = await EmbeddedKafka.StartAsync(options, CancellationToken.None);
        try
        {
            var (bootstrap, port) = (broker.BootstrapServers, new Uri($"tcp://{broker.BootstrapServers}").Port);
            var own = new KafkaClusterView(bootstrap);
            own.CreateTopic("in", 1);
            own.CreateTopic("out", 1);
            await using var app = await RunningApp.StartAsync(
                Counting("in", "out", kind), Config("outlives") with { BootstrapServers = bootstrap, CommitInterval = TimeSpan.FromMilliseconds(20), MaxPollRecords = 50 });
            for (var round = 1; round <= 2; round++)
            {
                // Slow commits, so that the restart falls into one.
                broker.AddHook(Hooks.DelayEndTxn(TimeSpan.FromMilliseconds(400)));
                own.Produce("in", Batch);
                var thread = app.Application.Runtime!.Threads[0];
                await Eventually.HoldsAsync(() => thread.Processed > (round - 1) * Batch && !thread.AllCommitted);
                await broker.DisposeAsync();
                broker = await EmbeddedKafka.StartAsync(options with { Port = port }, CancellationToken.None);
            }

            own.Produce("in", Batch);

            Assert.Equal(Enumerable.Range(1, 3 * Batch).Select(i => $"{i}"), own.ReadCommitted("out", 3 * Batch));
            Assert.Equal(StreamsApplicationState.Running, app.Application.State);
            Assert.Null(app.Application.Failure);
        }
        finally
        {
            await broker.DisposeAsync();
        }
    }

    private static (string Key, string? Value)[] Round(int n) => [.. Enumerable.Range(0, 40).Select(i => ($"k{i}", (string?)$"{n}"))];

    private static Runtime.StreamTask[] Tasks(RunningApp app) => app.Application.Runtime!.Threads[0].Tasks.Running;

    private static Topology Counting(string input, string output, StoreKind kind = StoreKind.InMemory)
    {
        var builder = new StreamsBuilder();
        builder.Stream(input, Consumed.With(Serdes.String, Serdes.String))
            .GroupByKey()
            .Count(Materialized.As<string, long>("counts") with { Kind = kind })
            .ToStream()
            .MapValues(count => $"{count}")
            .To(output, Produced.With(Serdes.String, Serdes.String));
        return builder.Build();
    }

    private StreamsConfig Config(string name) => new()
    {
        ApplicationId = cluster.Unique(name),
        BootstrapServers = cluster.Bootstrap,
        StateDirectory = cluster.NewFolder(),
        CommitInterval = TimeSpan.FromMilliseconds(40),
    };
}
