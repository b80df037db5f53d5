using System.Diagnostics;
using Confluent.Kafka;
using Syntra.Streams;
using Syntra.Streams.Kafka;

namespace Syntra.Bench.Engine;

/// <summary>What the engine is measured against: a consume-to-produce loop on Confluent.Kafka, one transaction per 100 ms, whose commit blocks. Same client settings as the engine.</summary>
internal static class BareEosLoop
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static Measured Run(string bootstrap, string name, string input, string output, int records)
    {
        var config = new StreamsConfig { ApplicationId = name, BootstrapServers = bootstrap };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(ClientSettings.Consumer(config, name, null)).Build();
        using var producer = new ProducerBuilder<byte[], byte[]>(ClientSettings.Producer(config, name, name)).Build();
        producer.InitTransactions(Timeout);
        consumer.Subscribe(input);
        Meter? meter = null;
        var done = 0;
        var positions = new Dictionary<TopicPartition, Offset>();
        producer.BeginTransaction();
        var begun = Stopwatch.GetTimestamp();
        while (done < records)
        {
            if (consumer.Consume(100) is { IsPartitionEOF: false } record)
            {
                meter ??= new Meter();
                producer.Produce(output, new Message<byte[], byte[]> { Key = record.Message.Key, Value = Map(record.Message.Value), Timestamp = record.Message.Timestamp });
                positions[record.TopicPartition] = record.Offset + 1;
                done++;
            }

            if (positions.Count > 0 && (Stopwatch.GetElapsedTime(begun) >= Interval || done == records))
            {
                producer.SendOffsetsToTransaction(positions.Select(p => new TopicPartitionOffset(p.Key, p.Value)), consumer.ConsumerGroupMetadata, Timeout);
                producer.CommitTransaction(Timeout);
                positions.Clear();
                producer.BeginTransaction();
                begun = Stopwatch.GetTimestamp();
            }
        }

        var measured = meter!.Stop(records);
        producer.AbortTransaction(Timeout);
        consumer.Close();
        return measured;
    }

    /// <summary>The same work as the engine's topology: text, changed, text.</summary>
    private static byte[] Map(byte[] value) => System.Text.Encoding.UTF8.GetBytes(string.Concat(System.Text.Encoding.UTF8.GetString(value), "!"));
}

/// <summary>A figure of one run.</summary>
internal readonly record struct Measured(double PerSecond, double CpuSecondsPerMillion);

/// <summary>Wall clock and this process's CPU time between two points.</summary>
internal sealed class Meter
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpu = Process.GetCurrentProcess().TotalProcessorTime;

    public Measured Stop(int records)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var cpu = (Process.GetCurrentProcess().TotalProcessorTime - _cpu).TotalSeconds;
        return new Measured(records / seconds, cpu * 1_000_000 / records);
    }
}
