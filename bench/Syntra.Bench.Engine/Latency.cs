using System.Buffers.Binary;
using System.Diagnostics;
using Confluent.Kafka;
using Syntra.Streams;

namespace Syntra.Bench.Engine;

/// <summary>
/// At a low rate: how long after it was sent a record is readable, through the engine and straight from the input. The
/// difference is what the engine adds, the wait for its commit and the commit included.
/// </summary>
internal static class Latency
{
    private const int Records = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static async Task<(double P50, double P99)> AddedMillisecondsAsync(string bootstrap, string input, string output, StreamsConfig settings, CancellationToken ct)
    {
        var config = settings with { ApplicationId = $"{output}-latency", BootstrapServers = bootstrap };
        await using var app = new StreamsApplication(EngineAlone.Bytes(input, output), config);
        await app.StartAsync(ct);
        while (app.State != StreamsApplicationState.Running)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var direct = Task.Run(() => Read(bootstrap, input, stop.Token), ct);
        var through = Task.Run(() => Read(bootstrap, output, stop.Token), ct);
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 0 }).Build())
        {
            // The first ones find cold code and fresh connections.
            for (var i = -20; i < Records; i++)
            {
                var value = new byte[12];
                BinaryPrimitives.WriteInt64BigEndian(value, Stopwatch.GetTimestamp());
                BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(8), i);
                await producer.ProduceAsync(input, new Message<byte[], byte[]> { Key = value, Value = value }, ct);
                await Task.Delay(Pause, TimeProvider.System, ct);
            }
        }

        var (added, straight) = (await through, await direct);
        return (Percentile(added, 0.50) - Percentile(straight, 0.50), Percentile(added, 0.99) - Percentile(straight, 0.99));
    }

    private static List<double> Read(string bootstrap, string topic, CancellationToken ct)
    {
        var config = new ConsumerConfig { BootstrapServers = bootstrap, GroupId = $"{topic}-reader", IsolationLevel = IsolationLevel.ReadCommitted, EnableAutoCommit = false, FetchWaitMaxMs = 100 };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var latencies = new List<double>(Records);
        while (latencies.Count < Records)
        {
            var value = consumer.Consume(ct).Message.Value;
            if (BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(8)) >= 0)
            {
                latencies.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64BigEndian(value)).TotalMilliseconds);
            }
        }

        return latencies;
    }

    private static double Percentile(List<double> values, double fraction)
    {
        values.Sort();
        return values[(int)Math.Min(values.Count - 1, fraction * values.Count)];
    }
}
