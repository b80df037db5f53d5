using System.Diagnostics;
using Confluent.Kafka;
using Syntra.Kafka.Embedded.Topics;

namespace Syntra.Kafka.Embedded.Tests.Crash;

/// <summary>A real file system that fills up: a small tmpfs, mounted for the test (skipped where that is not allowed).</summary>
public sealed class DiskFullTests : IDisposable
{
    private static readonly TimeSpan Limit = Hang.Limit;
    private readonly string mountPoint = Directory.CreateTempSubdirectory("syntra-full-").FullName;

    [Fact]
    public async Task Producers_get_errors_nothing_acknowledged_is_lost_and_writing_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mountPoint), "mounting a tmpfs needs root");
        List<string> acknowledged;
        await using (var kafka = await EmbeddedKafka.StartAsync(Options(), default))
        {
            kafka.Internals.Topics.Create("t", 1, TopicSettings.Default);
            kafka.Internals.Topics.Create("ballast", 1, TopicSettings.Default);
            await ProduceUntilRefused(kafka, "ballast", 100);
            acknowledged = await ProduceUntilRefused(kafka, "t", 10_000);
            Assert.True(kafka.Internals.Topics.Find("t", 0)!.NextOffset >= acknowledged.Count);
            kafka.Internals.Topics.Delete(kafka.Internals.Topics.Find("ballast")!);
            acknowledged.AddRange(await ProduceAsync(kafka, "t", 20));
            Assert.Equal(acknowledged, Read(kafka));
        }

        await using var again = await EmbeddedKafka.StartAsync(Options(), default);
        Assert.Equal(acknowledged, Read(again));
    }

    public void Dispose()
    {
        Run("umount", mountPoint);
        Directory.Delete(mountPoint, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Sends records of 50 KB until one is refused or the ballast is large enough; returns what was acknowledged.</summary>
    private static async Task<List<string>> ProduceUntilRefused(EmbeddedKafka kafka, string topic, int most)
    {
        // Not repeated: what is refused is refused at once, and what is only slow is waited for.
        using var producer = Producer(kafka, retries: 0);
        var acknowledged = new List<string>();
        try
        {
            for (var i = 0; i < most; i++)
            {
                var report = await producer.ProduceAsync(topic, new() { Value = $"{i}:{new string('x', topic == "t" ? 50_000 : 20_000)}" });
                acknowledged.Add(report.Value);
            }
        }
        catch (ProduceException<Null, string> e)
        {
            Assert.Equal(ErrorCode.KafkaStorageError, e.Error.Code);
            return acknowledged;
        }

        Assert.NotEqual("t", topic);
        return acknowledged;
    }

    private static async Task<List<string>> ProduceAsync(EmbeddedKafka kafka, string topic, int count)
    {
        using var producer = Producer(kafka, retries: int.MaxValue);
        var acknowledged = new List<string>();
        for (var i = 0; i < count; i++)
        {
            acknowledged.Add((await producer.ProduceAsync(topic, new() { Value = $"after {i}" })).Value);
        }

        return acknowledged;
    }

    private static IProducer<Null, string> Producer(EmbeddedKafka kafka, int retries) =>
        new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, MessageTimeoutMs = (int)Limit.TotalMilliseconds, MessageSendMaxRetries = retries, LingerMs = 0 })
            .SetLogHandler((_, _) => { }).Build();

    private static List<string> Read(EmbeddedKafka kafka)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "reader",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset("t", 0, 0));
        var result = new List<string>();
        for (var next = consumer.Consume(Limit); next is { IsPartitionEOF: false }; next = consumer.Consume(Limit))
        {
            result.Add(next.Message.Value);
        }

        return result;
    }

    private EmbeddedKafkaOptions Options() => new() { DataDirectory = Path.Combine(mountPoint, "data"), RegistryPort = null };
}
