using Confluent.Kafka;

namespace Syntra.Bench.Broker;

/// <summary>
/// Produces and consumes a number of equal records through one client each. Batching is the client's default (linger 5 ms, 1 MB); its queues
/// are long enough that neither side waits for them.
/// </summary>
internal static class Throughput
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Records per second from the first call to the last acknowledgement.</summary>
    public static double Produce(string bootstrap, TopicPartition partition, int records, int bytes)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            QueueBufferingMaxMessages = 1_000_000,
            QueueBufferingMaxKbytes = 1_000_000,
            EnableDeliveryReports = true,
            DeliveryReportFields = "none",
        }).SetLogHandler((_, _) => { }).Build();
        var failures = 0;
        var payload = new byte[bytes];
        new Random(1).NextBytes(payload);
        var message = new Message<Null, byte[]> { Value = payload };
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < records; i++)
        {
            Send(producer, partition, message, e => Interlocked.Add(ref failures, e ? 1 : 0));
        }

        producer.Flush(Limit);
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        return failures == 0 ? records / seconds : throw new InvalidOperationException($"{failures} records were not acknowledged");
    }

    /// <summary>Records per second from the first record to the last; connecting is not counted.</summary>
    public static double Consume(string bootstrap, IReadOnlyList<TopicPartition> partitions, int records)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "bench",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            QueuedMinMessages = 1_000_000,
            QueuedMaxMessagesKbytes = 500_000,
            ConsumeResultFields = "none",
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(p, 0)));
        long start = 0;
        for (var i = 0; i < records; i++)
        {
            _ = consumer.Consume(Limit) ?? throw new TimeoutException($"only {i} of {records} records came");
            start = i == 0 ? TimeProvider.System.GetTimestamp() : start;
        }

        return records / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static void Send(IProducer<Null, byte[]> producer, TopicPartition partition, Message<Null, byte[]> message, Action<bool> failed)
    {
        while (true)
        {
            try
            {
                producer.Produce(partition, message, r => failed(r.Error.IsError));
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(1));
            }
        }
    }
}
