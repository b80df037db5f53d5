using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Syntra.Kafka.Embedded.Tests.Crash;

/// <summary>
/// kill -9 of the broker process under load, restarted each time on the same folder. SYNTRA_KILL_ROUNDS sets how often (5 where unset;
/// 100 is the full form).
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Producers = 4;
    private static readonly TimeSpan Limit = Hang.Limit;
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-kill-").FullName;

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("SYNTRA_KILL_ROUNDS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_acknowledged_record_is_there_once_and_in_order_and_nothing_else()
    {
        using var host = new HostProcess(folder);
        await host.StartAsync();
        await CreateTopicAsync(host);
        using var stop = new CancellationTokenSource();
        var acknowledged = Enumerable.Range(0, Producers).Select(_ => new ConcurrentQueue<long>()).ToArray();
        var sent = new long[Producers];
        var load = Enumerable.Range(0, Producers).Select(p => Task.Factory.StartNew(
            () => sent[p] = Load(host.Bootstrap, p, acknowledged[p], stop.Token), TaskCreationOptions.LongRunning)).ToArray();
        var random = new Random(42);
        for (var round = 0; round < Rounds; round++)
        {
            var before = acknowledged.Sum(a => a.Count);
            await Eventually.Async(() => acknowledged.Sum(a => a.Count) > before + 100, Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TimeProvider.System);
            host.Kill();
            await host.StartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        var found = Read(host.Bootstrap, "t", 2);
        for (var p = 0; p < Producers; p++)
        {
            var own = found.Where(v => v.StartsWith($"{p}:", StringComparison.Ordinal)).Select(v => long.Parse(v[2..], CultureInfo.InvariantCulture)).ToArray();
            // Numbers were sent ascending; reports of the last ones come on two threads (poll and flush), so their order says nothing.
            Assert.Equal(acknowledged[p].Order(), own);
            Assert.Equal(sent[p], own.Length);
        }

        Assert.Equal(sent.Sum(), found.Count);
    }

    [Fact]
    public async Task Committed_transactions_are_whole_and_once_over_kills()
    {
        using var host = new HostProcess(folder);
        await host.StartAsync();
        await CreateTopicAsync(host);
        using var stop = new CancellationTokenSource();
        var committed = new ConcurrentQueue<string>();
        var load = Task.Factory.StartNew(() => Transact(host.Bootstrap, committed, stop.Token), TaskCreationOptions.LongRunning);
        for (var round = 0; round < Math.Max(2, Rounds / 2); round++)
        {
            var before = committed.Count;
            await Eventually.Async(() => committed.Count > before + 20, Limit);
            host.Kill();
            await host.StartAsync();
        }

        await stop.CancelAsync();
        await load;
        Assert.Equal(committed, ReadPartition(host.Bootstrap, new("t", 0)));
        Assert.Equal(committed, ReadPartition(host.Bootstrap, new("t", 1)));
    }

    /// <summary>The lock belongs to the process that holds it, and goes with it.</summary>
    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused_while_the_first_lives()
    {
        using var host = new HostProcess(folder);
        await host.StartAsync();
        var (exitCode, errors) = await host.StartSecondAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("in use by another broker process", errors, StringComparison.Ordinal);
        host.Kill();
        await host.StartAsync();
    }

    [Fact]
    public async Task A_log_of_one_gigabyte_opens_with_two_seconds_of_work_after_a_kill()
    {
        var size = long.Parse(Environment.GetEnvironmentVariable("SYNTRA_OPEN_BYTES") ?? "300000000", CultureInfo.InvariantCulture);
        using var host = new HostProcess(folder);
        var empty = await host.StartAsync();
        await CreateTopicAsync(host);
        using (var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = host.Bootstrap, LingerMs = 5, BatchSize = 1_000_000 }).Build())
        {
            var value = new byte[50_000];
            for (var written = 0L; written < size; written += value.Length)
            {
                await Send(producer, value);
            }

            producer.Flush(Limit);
        }

        host.Kill();
        var full = await host.StartAsync();
        Assert.InRange(full - empty, TimeSpan.FromSeconds(-60), TimeSpan.FromSeconds(2));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task CreateTopicAsync(HostProcess host)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = host.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2, ReplicationFactor = 1 }]);
    }

    private static async Task Send(IProducer<Null, byte[]> producer, byte[] value)
    {
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition("t", 0), new() { Value = value });
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }

    /// <summary>Sends numbered records, two producers to a partition, until told to stop and all are answered; returns how many.</summary>
    private static long Load(string bootstrap, int index, ConcurrentQueue<long> acknowledged, CancellationToken stop)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            EnableIdempotence = true,
            LingerMs = 1,
            MessageTimeoutMs = 120_000,
            QueueBufferingMaxMessages = 2000,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 200,
        }).SetLogHandler((_, _) => { }).Build();
        var number = 0L;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var own = number;
                producer.Produce(new TopicPartition("t", index % 2), new() { Value = $"{index}:{own}" }, report =>
                {
                    Assert.False(report.Error.IsError, report.Error.ToString());
                    acknowledged.Enqueue(own);
                });
                number++;
            }
            catch (ProduceException<Null, string> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(5));
            }
        }

        Assert.Equal(0, producer.Flush(Limit));
        return number;
    }

    /// <summary>Commits numbered transactions over both partitions; a number counts when its commit was acknowledged, else it is tried again.</summary>
    private static void Transact(string bootstrap, ConcurrentQueue<string> committed, CancellationToken stop)
    {
        var (producer, number) = (Transactional(bootstrap), 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                producer.BeginTransaction();
                producer.Produce(new TopicPartition("t", 0), new() { Value = $"{number}" });
                producer.Produce(new TopicPartition("t", 1), new() { Value = $"{number}" });
                Commit(producer);
                committed.Enqueue($"{number++}");
            }
            catch (KafkaTxnRequiresAbortException)
            {
                producer.AbortTransaction(Limit);
            }
        }

        producer.Dispose();
    }

    private static void Commit(IProducer<Null, string> producer)
    {
        while (true)
        {
            try
            {
                producer.CommitTransaction(Limit);
                return;
            }
            catch (KafkaRetriableException)
            {
                // The same commit is asked for again until the broker is back.
            }
        }
    }

    private static IProducer<Null, string> Transactional(string bootstrap)
    {
        var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            TransactionalId = "kill",
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 200,
        }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Limit);
        return producer;
    }

    private static List<string> Read(string bootstrap, string topic, int partitions) =>
        [.. Enumerable.Range(0, partitions).SelectMany(p => ReadPartition(bootstrap, new(topic, p)))];

    private static List<string> ReadPartition(string bootstrap, TopicPartition partition)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "reader",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(partition, 0));
        var result = new List<string>();
        while (true)
        {
            var next = consumer.Consume(Limit) ?? throw new TimeoutException("no end of partition");
            if (next.IsPartitionEOF)
            {
                return result;
            }

            result.Add(next.Message.Value);
        }
    }
}
