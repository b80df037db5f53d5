using Confluent.Kafka;

namespace Syntra.Bench.Broker;

/// <summary>
/// The whole pass: producer and consumer run at the same time on one partition, each with its client's default settings, and every record
/// is read. A side that keeps only the newest records of a partition needs its producer held back to what has been read.
/// </summary>
internal static class Through
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Records per second from the first call to produce to the last record read. The producer is never more than
    /// <paramref name="ahead"/> records in front of the consumer.
    /// </summary>
    public static double Pass(string bootstrap, TopicPartition partition, int records, int bytes, int ahead)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            QueueBufferingMaxMessages = 1_000_000,
            QueueBufferingMaxKbytes = 1_000_000,
            DeliveryReportFields = "none",
        }).SetLogHandler((_, _) => { }).Build();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "through",
            EnableAutoCommit = false,
            ConsumeResultFields = "none",
        }).SetLogHandler((_, _) => { }).Build();
        var message = new Message<Null, byte[]> { Value = new byte[bytes] };
        producer.Produce(partition, message);
        producer.Flush(Limit);
        consumer.Assign(new TopicPartitionOffset(partition, 0));
        _ = consumer.Consume(Limit) ?? throw new TimeoutException("the consumer did not come up");
        using var room = new SemaphoreSlim(Math.Min(ahead, records));
        var start = TimeProvider.System.GetTimestamp();
        var producing = Task.Factory.StartNew(() => Produce(producer, partition, message, records, room), TaskCreationOptions.LongRunning);
        for (var i = 0; i < records; i++)
        {
            _ = consumer.Consume(Limit) ?? throw new TimeoutException($"only {i} of {records} records came");
            room.Release();
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        producing.GetAwaiter().GetResult();
        return records / seconds;
    }

    private static void Produce(IProducer<Null, byte[]> producer, TopicPartition partition, Message<Null, byte[]> message, int records, SemaphoreSlim room)
    {
        var failures = 0;
        for (var i = 0; i < records; i++)
        {
            room.Wait();
            producer.Produce(partition, message, r => Interlocked.Add(ref failures, r.Error.IsError ? 1 : 0));
        }

        producer.Flush(Limit);
        if (failures > 0)
        {
            throw new InvalidOperationException($"{failures} records were not acknowledged");
        }
    }
}
