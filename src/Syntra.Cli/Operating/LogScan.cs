using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Cli.Runtime;

namespace Syntra.Cli.Operating;

/// <summary>One committed record as it lies in a topic.</summary>
internal sealed record LogRecord(string Topic, int Partition, long Offset, DateTimeOffset At, string Key, byte[]? Value)
{
    /// <summary>topic/partition/offset.</summary>
    internal string Place => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Topic}/{Partition}/{Offset}");

    /// <summary>The key's bytes, which seals are bound to.</summary>
    internal ReadOnlySpan<byte> KeyBytes => Encoding.UTF8.GetBytes(Key);
}

/// <summary>Reads topics from their beginning to their end as of the call: committed records only, superseded ones of compacted topics included where they are still there.</summary>
internal sealed class LogScan(string bootstrapServers, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The wanted records, topic by topic, partition by partition, in the order of their offsets.</summary>
    /// <param name="topics">Topics with their partition counts.</param>
    /// <param name="wanted">Which records are kept, by topic and key.</param>
    /// <param name="cancellation">Ends the scan.</param>
    internal IReadOnlyList<LogRecord> Read(IReadOnlyList<(string Topic, int Partitions)> topics, Func<string, string, bool> wanted, CancellationToken cancellation)
    {
        using var consumer = Consumer();
        FindLeaders(consumer, topics);
        var open = new Dictionary<TopicPartition, long>();
        foreach (var partition in topics.SelectMany(t => Enumerable.Range(0, t.Partitions).Select(p => new TopicPartition(t.Topic, p))))
        {
            var range = consumer.QueryWatermarkOffsets(partition, Patience);
            if (range.Low.Value < range.High.Value)
            {
                open[partition] = range.High.Value;
            }
        }
        consumer.Assign(open.Keys.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        var records = new List<LogRecord>();
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is { } result)
            {
                Take(result, wanted, records);
                // Transaction markers are never delivered: the end-of-partition event tells where the log really ends.
                if (open.TryGetValue(result.TopicPartition, out long end) && (result.IsPartitionEOF || result.Offset.Value + 1 >= end))
                {
                    open.Remove(result.TopicPartition);
                    consumer.Pause([result.TopicPartition]);
                }
            }
        }
        return [.. records.OrderBy(r => r.Topic, StringComparer.Ordinal).ThenBy(r => r.Partition).ThenBy(r => r.Offset)];
    }

    // Asked for the end of a partition whose leader it does not know, a client waits a tenth of a second for each topic.
    private static void FindLeaders(IConsumer<string, byte[]?> consumer, IEnumerable<(string Topic, int Partitions)> topics)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        foreach (var (topic, _) in topics)
        {
            admin.GetMetadata(topic, Patience);
        }
    }

    private static void Take(ConsumeResult<string, byte[]?> result, Func<string, string, bool> wanted, List<LogRecord> records)
    {
        if (!result.IsPartitionEOF && result.Message.Key is { } key && wanted(result.Topic, key))
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs);
            records.Add(new LogRecord(result.Topic, result.Partition.Value, result.Offset.Value, at, key, result.Message.Value));
        }
    }

    private IConsumer<string, byte[]?> Consumer() => new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers,
        GroupId = "syntra-scan",
        EnableAutoCommit = false,
        IsolationLevel = IsolationLevel.ReadCommitted,
        EnablePartitionEof = true,
        FetchWaitMaxMs = 20,
    }).SetValueDeserializer(RawValue.Instance).SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();

    private sealed class RawValue : IDeserializer<byte[]?>
    {
        internal static readonly RawValue Instance = new();

        public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : data.ToArray();
    }
}
