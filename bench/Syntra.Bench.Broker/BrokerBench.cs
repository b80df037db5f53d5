using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Syntra.Bench.Broker;

/// <summary>
/// Measures the embedded broker beside librdkafka's in-process mock cluster: the same client with its default settings, the same records,
/// one partition, the same procedure, in the same run and turn by turn. The broker is a process of its own; the mock lives in the client's
/// process, as it always does.
/// </summary>
public static class BrokerBench
{
    private const int FillStep = 250_000;
    private const int MockWindowBytes = 4_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs all steps; takes a minute or two on four cores.</summary>
    public static async Task<BrokerBenchResult> RunAsync(BrokerBenchOptions options)
    {
        var directory = options.Directory ?? Directory.CreateTempSubdirectory("syntra-bench-").FullName;
        try
        {
            return await RunAsync(options, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<BrokerBenchResult> RunAsync(BrokerBenchOptions options, string directory)
    {
        var say = options.Progress ?? (_ => { });
        BrokerBenchResult result;
        await using (var broker = await BrokerProcess.StartAsync(directory))
        {
            var bootstrap = broker.Bootstrap;
            var rates = new List<(Rates Ours, Rates Mock)>();
            for (var round = 0; round < options.Rounds; round++)
            {
                var ours = await RoundAsync(broker, $"{round}", options);
                var mock = MockRound(options);
                rates.Add((ours, mock));
                say($"round {round + 1}: produce {ours.Produce:N0}/s (mock {mock.Produce:N0}), consume {ours.Consume:N0}/s (mock {mock.Consume:N0}), "
                    + $"backlog {ours.Backlog:N0}/s (mock {mock.Backlog:N0}), through {ours.Through:N0}/s, held back {ours.ThroughHeldBack:N0}/s "
                    + $"(mock {mock.ThroughHeldBack:N0}), CPU s per million produced: client {ours.ClientCpu:N2}, broker {ours.BrokerCpu:N2} (mock, both "
                    + $"{mock.ClientCpu:N2}), bare sockets {ours.RawProduce:N0} and {ours.RawConsume:N0}/s "
                    + $"(mock {mock.RawProduce:N0} and {mock.RawConsume:N0})");
            }

            double Ours(Func<Rates, double> figure) => Median(rates.Select(r => figure(r.Ours)));
            double Mock(Func<Rates, double> figure) => Median(rates.Select(r => figure(r.Mock)));
            var afterLoad = broker.ResidentMb;
            var transactions = await TransactionsAsync(bootstrap, options);
            say($"transactions: {transactions:N0}/s");
            var latency = await LatencyAsync(bootstrap, options);
            say($"end to end: p50 {latency.P50:N2} ms, p99 {latency.P99:N2} ms");
            await FillAsync(bootstrap, directory, options);
            result = new(
                Ours(r => r.Produce), Ours(r => r.Consume), Mock(r => r.Produce), Mock(r => r.Consume),
                transactions, latency.P99, broker.ResidentMb)
            {
                BacklogConsumePerSecond = Ours(r => r.Backlog),
                MockBacklogConsumePerSecond = Mock(r => r.Backlog),
                RawProducePerSecond = Ours(r => r.RawProduce),
                RawConsumePerSecond = Ours(r => r.RawConsume),
                MockRawProducePerSecond = Mock(r => r.RawProduce),
                MockRawConsumePerSecond = Mock(r => r.RawConsume),
                ThroughPerSecond = Ours(r => r.Through),
                ThroughHeldBackPerSecond = Ours(r => r.ThroughHeldBack),
                MockThroughPerSecond = Mock(r => r.ThroughHeldBack),
                ProduceClientCpuSecondsPerMillion = Ours(r => r.ClientCpu) * 1e6 / options.Records,
                ProduceBrokerCpuSecondsPerMillion = Ours(r => r.BrokerCpu) * 1e6 / options.Records,
                MockProduceCpuSecondsPerMillion = Mock(r => r.ClientCpu) * 1e6 / options.Records,
                ResidentAfterLoadMb = afterLoad,
                EndToEndP50Ms = latency.P50,
            };
            say($"resident: {result.ResidentMb:N0} MiB with {SizeOf(directory) / 1e9:N1} GB of log");
        }

        return result with { ReopenMs = await ReopenAsync(directory) };
    }

    private static async Task<Rates> RoundAsync(BrokerProcess broker, string round, BrokerBenchOptions options)
    {
        foreach (var topic in new[] { "produced-", "windows-", "through-", "held-back-", "raw-" })
        {
            await CreateAsync(broker.Bootstrap, topic + round, 1);
        }

        return Round(broker.Bootstrap, broker, t => new(t + "-" + round, 0), options) with
        {
            Through = Through.Pass(broker.Bootstrap, new("through-" + round, 0), options.Records, options.RecordBytes, ahead: options.Records),
            Backlog = Throughput.Consume(broker.Bootstrap, [new("produced-" + round, 0)], options.Records),
        };
    }

    private static Rates MockRound(BrokerBenchOptions options)
    {
        using var mock = new MockCluster();
        return Round(mock.Bootstrap, null, t => new(t, 0), options) with
        {
            Backlog = Throughput.Consume(mock.Bootstrap, mock.Fill(options.Records, options.RecordBytes), options.Records),
        };
    }

    /// <summary>What both sides do in the same way.</summary>
    private static Rates Round(string bootstrap, BrokerProcess? broker, Func<string, TopicPartition> partition, BrokerBenchOptions options)
    {
        var produced = CpuTime.Around(broker, () => Throughput.Produce(bootstrap, partition("produced"), options.Records, options.RecordBytes));
        var raw = partition(broker is null ? "produced" : "raw").Topic;
        return new()
        {
            Produce = produced.Result,
            ClientCpu = produced.Client,
            BrokerCpu = produced.Broker,
            Consume = Windows.Consume(bootstrap, partition("windows"), options.Records, options.RecordBytes),
            ThroughHeldBack = Through.Pass(bootstrap, partition("held-back"), options.Records, options.RecordBytes, MockWindowBytes / options.RecordBytes),
            RawProduce = RawLoad.Produce(bootstrap, raw, options.Records, options.RecordBytes),
            RawConsume = RawLoad.Consume(bootstrap, raw, options.Records),
        };
    }

    /// <summary>As many rounds as for throughput; the median of each figure counts.</summary>
    private static async Task<(double P50, double P99)> LatencyAsync(string bootstrap, BrokerBenchOptions options)
    {
        var rounds = new List<(double P50, double P99)>();
        for (var round = 0; round < options.Rounds; round++)
        {
            await CreateAsync(bootstrap, $"latency-{round}", 1);
            var sorted = await Latency.MeasureAsync(bootstrap, $"latency-{round}", options.LatencyRecords, options.RecordBytes);
            rounds.Add((sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]));
        }

        return (Median(rounds.Select(r => r.P50)), Median(rounds.Select(r => r.P99)));
    }

    private static async Task<double> TransactionsAsync(string bootstrap, BrokerBenchOptions options)
    {
        await CreateAsync(bootstrap, "transactions", options.TransactionPartitions);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, TransactionalId = "bench", LingerMs = 0 })
            .SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Limit);
        var message = new Message<Null, byte[]> { Value = new byte[options.RecordBytes] };
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < options.Transactions; i++)
        {
            // Awaiting the reports first spares the client's own flush, which looks every 10 ms whether they have come.
            producer.BeginTransaction();
            await Task.WhenAll(Enumerable.Range(0, options.TransactionPartitions)
                .Select(p => producer.ProduceAsync(new TopicPartition("transactions", p), message)));
            producer.CommitTransaction(Limit);
        }

        return options.Transactions / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task FillAsync(string bootstrap, string directory, BrokerBenchOptions options)
    {
        await CreateAsync(bootstrap, "filler", 1);
        var filler = new TopicPartition("filler", 0);
        var written = 0;
        for (; SizeOf(directory) < options.ResidentLogBytes; written += FillStep)
        {
            Throughput.Produce(bootstrap, filler, FillStep, 1000);
        }

        Throughput.Consume(bootstrap, [filler], Math.Min(written, 4 * FillStep));
    }

    private static async Task<double> ReopenAsync(string directory)
    {
        var start = TimeProvider.System.GetTimestamp();
        await using var broker = await BrokerProcess.StartAsync(directory);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Bootstrap }).Build();
        admin.GetMetadata(Limit);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task CreateAsync(string bootstrap, string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    private static long SizeOf(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>One side in one round: records per second, and CPU seconds while it produced.</summary>
    private sealed record Rates
    {
        public double Produce { get; init; }

        public double ClientCpu { get; init; }

        public double BrokerCpu { get; init; }

        public double Consume { get; init; }

        public double Backlog { get; init; }

        public double Through { get; init; }

        public double ThroughHeldBack { get; init; }

        public double RawProduce { get; init; }

        public double RawConsume { get; init; }
    }
}
