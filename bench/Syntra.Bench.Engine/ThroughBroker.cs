using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Streams;
using Syntra.Streams.Runtime;

namespace Syntra.Bench.Engine;

/// <summary>The runs through librdkafka and a broker.</summary>
internal static class ThroughBroker
{
    private const int Partitions = 4;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);
    private static int _names;

    public static async Task<EngineBenchResult> RunAsync(
        EngineBenchResult alone, BrokerUnderTest broker, EngineBenchOptions options, Action<string> say, CancellationToken ct)
    {
        var records = options.BrokerRecords;
        if (options.RestoreOnly)
        {
            return await RestoresAsync(alone, broker, records, say, ct);
        }

        var input = await CreateAsync(broker, Partitions);
        var output = await CreateAsync(broker, Partitions);
        say("filling the input topic");
        Fill(broker.Bootstrap, input, records);
        say("warming up");
        BareEosLoop.Run(broker.Bootstrap, Name("warm"), input, output, records / 4);
        await EngineAsync(broker.Bootstrap, EngineAlone.Map(input, output), records / 4, ct);

        say("bare loop and engine, exactly-once");
        var (raw, engine, aggregate) = (new List<Measured>(), new List<Measured>(), new List<Measured>());
        for (var i = 0; i < 3; i++)
        {
            raw.Add(BareEosLoop.Run(broker.Bootstrap, Name("raw"), input, output, records));
            engine.Add(await EngineAsync(broker.Bootstrap, EngineAlone.Map(input, output), records, ct));
            aggregate.Add(await EngineAsync(broker.Bootstrap, EngineAlone.Aggregate(input), records, ct));
        }

        var result = alone with
        {
            RawEosPerSecond = raw.Max(m => m.PerSecond),
            RawCpuSecondsPerMillion = raw.Min(m => m.CpuSecondsPerMillion),
            EngineEosPerSecond = engine.Max(m => m.PerSecond),
            EngineCpuSecondsPerMillion = engine.Min(m => m.CpuSecondsPerMillion),
            EngineEosAggregatePerSecond = aggregate.Max(m => m.PerSecond),
            EngineEosAggregateCpuSecondsPerMillion = aggregate.Min(m => m.CpuSecondsPerMillion),
        };
        if (options.EosOnly)
        {
            return result;
        }

        result = broker.CanDelayCommits ? await SlowAsync(result, broker, input, output, records, say, ct) : result;
        say("latency");
        var (p50, p99) = await LatencyAsync(broker, new StreamsConfig { ApplicationId = "eos", CommitInterval = TimeSpan.FromMilliseconds(10) }, ct);
        var (onceP50, onceP99) = await LatencyAsync(broker, new StreamsConfig { ApplicationId = "alo", ProcessingGuarantee = ProcessingGuarantee.AtLeastOnce }, ct);
        result = result with
        {
            AddedLatencyP50Milliseconds = p50,
            AddedLatencyP99Milliseconds = p99,
            AddedLatencyAtLeastOnceP50Milliseconds = onceP50,
            AddedLatencyAtLeastOnceP99Milliseconds = onceP99,
        };
        return await RestoresAsync(result, broker, records, say, ct);
    }

    private static async Task<(double P50, double P99)> LatencyAsync(BrokerUnderTest broker, StreamsConfig settings, CancellationToken ct) =>
        await Latency.AddedMillisecondsAsync(broker.Bootstrap, await CreateAsync(broker, 1), await CreateAsync(broker, 1), settings, ct);

    private static async Task<EngineBenchResult> RestoresAsync(EngineBenchResult result, BrokerUnderTest broker, int records, Action<string> say, CancellationToken ct)
    {
        say("restore");
        return result with
        {
            RestorePerSecond = await RestoreAsync(broker, EngineAlone.State.InMemory, records, ct),
            RestoreSqlitePerSecond = await RestoreAsync(broker, EngineAlone.State.Sqlite, records / 2, ct),
        };
    }

    private static async Task<EngineBenchResult> SlowAsync(
        EngineBenchResult result, BrokerUnderTest broker, string input, string output, int records, Action<string> say, CancellationToken ct)
    {
        say("slow commits");
        await broker.DelayCommitsAsync(Slow);
        var slow = new List<Measured>();
        for (var i = 0; i < 3; i++)
        {
            slow.Add(await EngineAsync(broker.Bootstrap, EngineAlone.Map(input, output), records, ct));
        }

        var raw = BareEosLoop.Run(broker.Bootstrap, Name("raw-slow"), input, output, Math.Min(records, 300_000));
        await broker.DelayCommitsAsync(TimeSpan.Zero);
        return result with { EngineEosSlowCommitPerSecond = slow.Max(m => m.PerSecond), RawEosSlowCommitPerSecond = raw.PerSecond };
    }

    private static async Task<Measured> EngineAsync(string bootstrap, Topology topology, int records, CancellationToken ct)
    {
        var config = new StreamsConfig { ApplicationId = Name("engine"), BootstrapServers = bootstrap, CommitInterval = TimeSpan.FromMilliseconds(100) };
        var app = new StreamsApplication(topology, config);
        await using (app)
        {
            await app.StartAsync(ct);
            await UntilAsync(() => app.Runtime!.Threads[0].Processed > 0, app, ct);
            var already = app.Runtime!.Threads[0].Processed;
            var meter = new Meter();
            await UntilAsync(() => app.Runtime!.Threads[0].Processed >= records, app, ct);

            // The last commit is part of the work, as it is for the bare loop.
            await UntilAsync(() => app.Runtime!.Threads[0].AllCommitted, app, ct);
            return meter.Stop(records - (int)already);
        }
    }

    private static async Task<double> RestoreAsync(BrokerUnderTest broker, EngineAlone.State kind, int records, CancellationToken ct)
    {
        var input = await CreateAsync(broker, 1);
        var name = Name("restore");
        var folder = Directory.CreateTempSubdirectory("syntra-bench-state-").FullName;
        await CreateNamedAsync(broker.Bootstrap, $"{name}-sums-changelog", 1);
        Fill(broker.Bootstrap, $"{name}-sums-changelog", records, distinct: true);
        var config = new StreamsConfig { ApplicationId = name, BootstrapServers = broker.Bootstrap, StateDirectory = folder };
        var app = new StreamsApplication(EngineAlone.Aggregate(input, kind), config);
        await using (app)
        {
            await app.StartAsync(ct);
            await UntilAsync(() => app.Runtime!.Restorer.ReadRecords > 0, app, ct);
            var already = app.Runtime!.Restorer.ReadRecords;
            var start = Stopwatch.GetTimestamp();
            await UntilAsync(() => app.Runtime!.Restorer.RestoredRecords >= records, app, ct);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await app.StopAsync(ct);
            Directory.Delete(folder, recursive: true);
            return (records - already) / seconds;
        }
    }

    private static async Task UntilAsync(Func<bool> condition, StreamsApplication app, CancellationToken ct)
    {
        while (!condition())
        {
            if (app.Failure is { } failure)
            {
                throw new InvalidOperationException("The engine stopped during the benchmark.", failure);
            }

            // Seldom enough that looking costs nothing beside what is measured.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        }
    }

    private static async Task<string> CreateAsync(BrokerUnderTest broker, int partitions)
    {
        var topic = Name("topic");
        await CreateNamedAsync(broker.Bootstrap, topic, partitions);
        return topic;
    }

    private static async Task CreateNamedAsync(string bootstrap, string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var configs = new Dictionary<string, string>(StringComparer.Ordinal) { ["retention.ms"] = "-1" };
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = -1, Configs = configs }]);
    }

    private static void Fill(string bootstrap, string topic, int records, bool distinct = false)
    {
        var config = new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 5, QueueBufferingMaxMessages = 1_000_000, EnableDeliveryReports = false, Partitioner = Partitioner.Murmur2Random };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        for (var i = 0; i < records; i++)
        {
            RawRecord record = FakeConsumer.Make(i);
            var key = distinct ? System.Text.Encoding.UTF8.GetBytes($"key-{i:D10}") : record.Key!;
            var value = distinct ? [0, 0, 0, 0, 0, 0, 0, 1] : record.Value!;
            Send(producer, topic, new Message<byte[], byte[]> { Key = key, Value = value });
        }

        producer.Flush(TimeSpan.FromSeconds(120));
    }

    /// <summary>Sends, waiting for room in the client's queue.</summary>
    internal static void Send(IProducer<byte[], byte[]> producer, string topic, Message<byte[], byte[]> message)
    {
        while (true)
        {
            try
            {
                producer.Produce(topic, message);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    private static string Name(string kind) => $"bench-{kind}-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}-{Interlocked.Increment(ref _names)}";
}
