using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Syntra.Bench.Engine.Chaos;

/// <summary>
/// Three instances, twelve partitions, exactly-once: instances are killed, stopped and started at random while records come
/// in. What read_committed readers see must be the expected output exactly, in order per key.
/// </summary>
public static class ChaosRun
{
    private const int Keys = 200;

    /// <summary>Runs it; takes about two seconds a round, and the time to settle.</summary>
    public static async Task<ChaosReport> RunAsync(ChaosOptions options, CancellationToken ct = default)
    {
        var say = options.Progress ?? (static _ => { });
        await using var broker = await BrokerUnderTest.StartAsync(options.BootstrapServers, ct);
        var run = $"chaos-{options.Seed}-{Environment.ProcessId}-{TimeProvider.System.GetTimestamp():x}";
        var (events, rows, output) = ($"{run}-events", $"{run}-rows", $"{run}-out");
        await CreateTopicsAsync(broker.Bootstrap, events, rows, output);
        using var feeder = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = broker.Bootstrap, EnableIdempotence = true, Partitioner = Partitioner.Murmur2Random, LingerMs = 5,
        }).Build();
        for (var k = 0; k < Keys; k++)
        {
            feeder.Produce(rows, Message(Key(k), $"row-of-{Key(k)}", 1_000));
        }

        feeder.Flush(ct);
        await using var instances = new ChaosInstances(
            3, options.Seed,
            folder => ChildProcess.Start("chaos-worker", broker.Bootstrap, run, events, rows, output, folder, options.Sqlite ? "sqlite" : "memory"), say);
        instances.StartAll();
        var sent = 0;
        for (var round = 1; round <= options.Rounds; round++)
        {
            say($"round {round}");
            sent = Feed(feeder, events, sent, options.EventsPerRound);
            await Task.Delay(instances.NextPause(), TimeProvider.System, ct);
            await instances.DisturbAsync();
        }

        instances.StartAll();
        var (expected, total) = Expected(sent);
        say($"waiting for {total} records");
        var found = ChaosOutput.Read(broker.Bootstrap, output, ChaosTopology.Partitions, total, options.Settle);
        var differences = ChaosOutput.Compare(expected, found).Take(10).ToList();
        return new ChaosReport(sent, total, found.Sum(f => f.Value.Count), instances.Kills, instances.Stops, instances.Starts, differences);
    }

    private static string Key(int k) => $"key-{k.ToString("D3", CultureInfo.InvariantCulture)}";

    private static long TimeOf(int number) => 1_000_000 + (number * 3L);

    private static Message<string, string> Message(string key, string value, long timestamp) =>
        new() { Key = key, Value = value, Timestamp = new Timestamp(timestamp, TimestampType.CreateTime) };

    private static int Feed(IProducer<string, string> feeder, string events, int sent, int count)
    {
        for (var end = sent + count; sent < end; sent++)
        {
            feeder.Produce(events, Message(Key(sent % Keys), sent.ToString(CultureInfo.InvariantCulture), TimeOf(sent)));
        }

        feeder.Flush(TimeSpan.FromSeconds(30));
        return sent;
    }

    /// <summary>What must come out for each key: joins in order, and counts in order.</summary>
    private static (Dictionary<string, List<string>> ByKey, int Total) Expected(int sent)
    {
        var byKey = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var counts = new Dictionary<(string Key, long Window), long>();
        for (var number = 0; number < sent; number++)
        {
            var key = Key(number % Keys);
            var window = TimeOf(number) / ChaosTopology.WindowMs * ChaosTopology.WindowMs;
            var count = counts[(key, window)] = counts.GetValueOrDefault((key, window)) + 1;
            var list = byKey.TryGetValue(key, out var known) ? known : byKey[key] = [];
            list.Add(ChaosTopology.Join(number, key));
            list.Add(ChaosTopology.Count(window, count));
        }

        return (byKey, byKey.Sum(l => l.Value.Count));
    }

    private static async Task CreateTopicsAsync(string bootstrap, params string[] topics)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var configs = new Dictionary<string, string>(StringComparer.Ordinal) { ["retention.ms"] = "-1" };
        await admin.CreateTopicsAsync(topics.Select(t => new TopicSpecification { Name = t, NumPartitions = ChaosTopology.Partitions, ReplicationFactor = -1, Configs = configs }));
    }
}
