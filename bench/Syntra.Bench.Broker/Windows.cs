using System.Diagnostics;
using Confluent.Kafka;

namespace Syntra.Bench.Broker;

/// <summary>
/// Consumes one partition while it is written, window by window: a window's records are produced and acknowledged, then read to the last,
/// then the next window follows. A window is less than what the mock keeps of a partition, so no record is lost on either side. The client
/// has its default settings. It reads ahead, so at the start of a window its fetch waits at the end of the log: how soon a broker answers
/// a waiting fetch is part of the figure.
/// </summary>
internal static class Windows
{
    private const int WindowBytes = 4_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Records per second from the acknowledgement of each window to its last record; producing is not counted.</summary>
    public static double Consume(string bootstrap, TopicPartition partition, int records, int bytes)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap }).SetLogHandler((_, _) => { }).Build();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "windows",
            EnableAutoCommit = false,
            ConsumeResultFields = "none",
        }).SetLogHandler((_, _) => { }).Build();
        var message = new Message<Null, byte[]> { Value = new byte[bytes] };
        producer.Produce(partition, message);
        producer.Flush(Limit);
        consumer.Assign(new TopicPartitionOffset(partition, 0));
        Take(consumer, 1);
        var window = Math.Max(1, WindowBytes / bytes);
        var (done, consuming) = (0, new Stopwatch());
        for (; done < records; done += window)
        {
            for (var i = 0; i < window; i++)
            {
                producer.Produce(partition, message);
            }

            producer.Flush(Limit);
            consuming.Start();
            Take(consumer, window);
            consuming.Stop();
        }

        return done / consuming.Elapsed.TotalSeconds;
    }

    private static void Take(IConsumer<Ignore, byte[]> consumer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = consumer.Consume(Limit) ?? throw new TimeoutException("a record did not come");
        }
    }
}
