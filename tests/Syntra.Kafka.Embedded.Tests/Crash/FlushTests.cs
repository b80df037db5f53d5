using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Tests.Internals;
using ErrorCode = Syntra.Kafka.Embedded.Wire.ErrorCode;

namespace Syntra.Kafka.Embedded.Tests.Crash;

/// <summary>What each flush policy promises about a power cut: whether the bytes are on the disk when the acknowledgement leaves, by the kernel's own word.</summary>
public sealed class FlushTests : IDisposable
{
    private const int Rounds = 20;
    private static readonly string Partition = Path.Combine("t", "0");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // The kernel writes dirty pages back by itself after 30 seconds; whatever is on the disk sooner was brought there by the broker.
    private static readonly TimeSpan BeforeTheKernel = TimeSpan.FromSeconds(15);
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-flush-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task With_FlushEveryBatch_no_byte_that_is_acknowledged_is_missing_on_the_disk()
    {
        SkipWhereTheKernelIsSilent();
        await using var kafka = await StartAsync(Options() with { FlushEveryBatch = true });
        using var producer = Producer(kafka);
        for (var i = 0; i < Rounds; i++)
        {
            await producer.ProduceAsync("t", Message(i));
            Assert.Equal(0, PageCache.NotOnDisk(Segment()));
        }
    }

    [Fact]
    public async Task By_default_an_acknowledgement_does_not_wait_for_the_disk_which_is_what_a_power_cut_can_cost()
    {
        SkipWhereTheKernelIsSilent();
        await using var kafka = await StartAsync(Options());
        using var producer = Producer(kafka);
        var waiting = 0;
        for (var i = 0; i < Rounds; i++)
        {
            await producer.ProduceAsync("t", Message(i));
            waiting += PageCache.NotOnDisk(Segment()) > 0 ? 1 : 0;
        }

        Assert.True(waiting > 0, "every byte was on the disk: the policy costs a flush that nobody asked for");
    }

    [Fact]
    public async Task With_FlushInterval_what_is_acknowledged_is_on_the_disk_within_the_interval()
    {
        SkipWhereTheKernelIsSilent();
        await using var kafka = await StartAsync(Options() with { FlushInterval = TimeSpan.FromMilliseconds(100) });
        using var producer = Producer(kafka);
        for (var i = 0; i < 3; i++)
        {
            await producer.ProduceAsync("t", Message(i));
            await Eventually.Async(() => PageCache.NotOnDisk(Segment()) == 0, BeforeTheKernel);
        }
    }

    [Fact]
    public async Task With_FlushEveryBatch_the_acknowledgement_leaves_after_the_flush_and_never_before()
    {
        var disk = new WatchedDisk();
        await using var kafka = await StartAsync(Options() with { FlushEveryBatch = true, WriteFault = disk });
        using var producer = Producer(kafka);
        for (var i = 0; i < Rounds; i++)
        {
            var written = disk.Flushes(Partition);
            await producer.ProduceAsync("t", Message(i));
            Assert.Equal(written + 1, disk.Flushes(Partition));
        }

        // While the disk does not answer, neither does the broker.
        disk.Hold();
        var held = producer.ProduceAsync("t", Message(Rounds));
        await Eventually.Async(() => disk.IsHeld, Limit);
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build())
        {
            // Other connections are served meanwhile, so what keeps the acknowledgement back is the flush alone.
            for (var i = 0; i < 5; i++)
            {
                Assert.Single(admin.GetMetadata("t", Limit).Topics);
            }
        }

        Assert.False(held.IsCompleted);
        disk.Release();
        Assert.Equal(Rounds, (await held).Offset.Value);
    }

    [Fact]
    public void A_batch_that_the_disk_did_not_take_is_refused_leaves_no_trace_and_its_retry_is_no_duplicate()
    {
        var disk = new WatchedDisk();
        using var log = OpenLog(disk, everyBatch: true);
        Assert.Equal(0, Append(log, 0).BaseOffset);
        disk.Fails = true;
        Assert.Equal(ErrorCode.KafkaStorageError, Append(log, 1).Error);
        Assert.Equal(1, log.NextOffset);
        disk.Fails = false;
        Assert.Equal((ErrorCode.None, 1L), (Append(log, 1).Error, log.NextOffset - 1));
        Assert.Equal((ErrorCode.None, 2L), (Append(log, 2).Error, log.NextOffset - 1));
    }

    [Fact]
    public void A_background_flush_that_failed_is_made_again_though_nothing_was_appended_since()
    {
        var disk = new WatchedDisk();
        using var log = OpenLog(disk, everyBatch: false);
        Append(log, 0);
        disk.Fails = true;
        Assert.Throws<IOException>(() => log.Flush(always: false));
        disk.Fails = false;
        log.Flush(always: false);
        Assert.Equal(1, disk.Flushes("log"));
        log.Flush(always: false);
        Assert.Equal(1, disk.Flushes("log"));
    }

    private void SkipWhereTheKernelIsSilent()
    {
        if (PageCache.Missing(folder) is { } why)
        {
            Assert.Skip(why);
        }
    }

    private EmbeddedKafkaOptions Options() => new() { DataDirectory = Path.Combine(folder, "kafka"), RegistryPort = null };

    private static async Task<EmbeddedKafka> StartAsync(EmbeddedKafkaOptions options)
    {
        var kafka = await EmbeddedKafka.StartAsync(options, TestContext.Current.CancellationToken);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, ReplicationFactor = 1 }]);
        return kafka;
    }

    private static IProducer<string, byte[]> Producer(EmbeddedKafka kafka) =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All, LingerMs = 0 }).Build();

    private static Message<string, byte[]> Message(int number) => new() { Key = $"k{number}", Value = new byte[5_000] };

    private string Segment() => Directory.EnumerateFiles(Path.Combine(folder, "kafka", "topics", Partition), "*.log").Single();

    private PartitionLog OpenLog(WatchedDisk disk, bool everyBatch) => PartitionLog.Open(
        Path.Combine(folder, "log"), new LogConfig(), new StorageContext(new ManualTime(), NullLogger.Instance) { FlushEveryBatch = everyBatch, FlushInBackground = !everyBatch, WriteFault = disk });

    private static AppendResult Append(PartitionLog log, int sequence)
    {
        var batch = TestLog.Batch([("k", $"{sequence}")], producerId: 7, sequence: sequence);
        return log.Append(batch, BatchHeader.Read(batch));
    }

    private sealed class WatchedDisk : IWriteFault
    {
        private readonly ConcurrentDictionary<string, int> flushes = new(StringComparer.Ordinal);
        private readonly ManualResetEventSlim gate = new(initialState: true);

        public bool Fails { get; set; }

        public bool IsHeld { get; private set; }

        public int Flushes(string part) => flushes.Where(f => f.Key.Contains(part, StringComparison.Ordinal)).Sum(f => f.Value);

        public void Hold() => gate.Reset();

        public void Release() => gate.Set();

        public void BeforeFlush(string path)
        {
            if (Fails)
            {
                throw new IOException("Input/output error");
            }

            if (!gate.IsSet)
            {
                IsHeld = true;
                Assert.True(gate.Wait(Limit));
            }
        }

        public void Flushed(string path) => flushes.AddOrUpdate(path, 1, (_, known) => known + 1);
    }
}
