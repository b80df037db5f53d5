using System.Buffers.Binary;
using Confluent.Kafka;

namespace Syntra.Bench.Broker;

/// <summary>Time from a producer's call to the consumer's return, at 1,000 records a second.</summary>
internal static class Latency
{
    /// <summary>Sorted milliseconds, one per record.</summary>
    public static async Task<double[]> MeasureAsync(string bootstrap, string topic, int records, int bytes)
    {
        var results = new double[records];
        using var ready = new SemaphoreSlim(0);
        var consuming = Task.Factory.StartNew(() => Consume(bootstrap, topic, results, ready), TaskCreationOptions.LongRunning);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 0 }).SetLogHandler((_, _) => { }).Build();
        await WarmUpAsync(producer, topic, bytes, ready);
        var start = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        for (var i = 0; i < records;)
        {
            for (var due = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds; i < records && i <= due; i++)
            {
                producer.Produce(new TopicPartition(topic, 0), Stamped(bytes));
            }

            await tick.WaitForNextTickAsync();
        }

        producer.Flush(TimeSpan.FromSeconds(30));
        await consuming;
        Array.Sort(results);
        return results;
    }

    private static async Task WarmUpAsync(IProducer<Null, byte[]> producer, string topic, int bytes, SemaphoreSlim ready)
    {
        // A first record shows that the consumer is up; it is not measured.
        var warm = new byte[bytes];
        do
        {
            await producer.ProduceAsync(new TopicPartition(topic, 0), new() { Value = warm });
        }
        while (!await ready.WaitAsync(TimeSpan.FromMilliseconds(200)));
    }

    private static Message<Null, byte[]> Stamped(int bytes)
    {
        var value = new byte[bytes];
        BinaryPrimitives.WriteInt64LittleEndian(value, TimeProvider.System.GetTimestamp());
        return new() { Value = value };
    }

    private static void Consume(string bootstrap, string topic, double[] results, SemaphoreSlim ready)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "latency",
            EnableAutoCommit = false,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        for (var i = 0; i < results.Length;)
        {
            var next = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException($"only {i} of {results.Length} records came");
            var sent = BinaryPrimitives.ReadInt64LittleEndian(next.Message.Value);
            if (sent == 0)
            {
                ready.Release();
                continue;
            }

            results[i++] = TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds;
        }
    }
}
