using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Streams.Serialization;

namespace Syntra.Cli.Runtime;

/// <summary>A compacted topic read as a table: the latest committed value of each key, kept up to date by its own consumer.</summary>
/// <typeparam name="T">The record type of the topic's values.</typeparam>
internal sealed class TableView<T> : IDisposable where T : class
{
    private readonly IConsumer<string, byte[]?> consumer;
    private readonly ISerde<T> serde;
    private readonly string topic;
    private readonly Dictionary<(int Partition, string Key), T> rows = [];
    private readonly Dictionary<int, long> reached = [];
    private readonly Lock gate = new();

    internal TableView(string bootstrapServers, string topic, ISerde<T> serde, ILogger? log = null)
    {
        this.topic = topic;
        this.serde = serde;
        consumer = new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "syntra-view-" + topic,
            EnableAutoCommit = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
            // The end of a partition is reported with the first empty answer, which the broker holds back for this long.
            FetchWaitMaxMs = 50,
        }).SetValueDeserializer(Nullable.Instance).SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();
    }

    /// <summary>Reads until every partition's end as it stood at the call; returns the rows.</summary>
    internal IReadOnlyList<T> ReadToEnd(IReadOnlyList<int> partitions, CancellationToken cancellation)
    {
        lock (gate)
        {
            // The ends first, since asking for them finds the leaders: assigned before they are known, a partition waits half a second.
            var open = Ends(partitions);
            if (consumer.Assignment.Count == 0)
            {
                consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
            }
            while (open.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Advance(open);
            }
            return [.. rows.Values];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => consumer.Dispose();

    private Dictionary<int, long> Ends(IReadOnlyList<int> partitions)
    {
        var open = new Dictionary<int, long>();
        foreach (int partition in partitions)
        {
            var range = consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(20));
            if (Math.Max(range.Low.Value, reached.GetValueOrDefault(partition)) < range.High.Value)
            {
                open[partition] = range.High.Value;
            }
        }
        return open;
    }

    private void Advance(Dictionary<int, long> open)
    {
        var result = consumer.Consume(TimeSpan.FromMilliseconds(200));
        if (result is null)
        {
            return;
        }
        int partition = result.Partition.Value;
        if (!result.IsPartitionEOF)
        {
            Apply(partition, result.Message);
        }
        // Transaction markers are never delivered: only the end-of-partition event tells how far the log really was read.
        reached[partition] = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
        if (open.TryGetValue(partition, out long end) && reached[partition] >= end)
        {
            open.Remove(partition);
        }
    }

    private void Apply(int partition, Message<string, byte[]?> message)
    {
        if (message.Value is null)
        {
            rows.Remove((partition, message.Key));
            return;
        }
        rows[(partition, message.Key)] = serde.Deserialize(topic, Encoding.UTF8.GetBytes(message.Key), message.Value);
    }

    private sealed class Nullable : IDeserializer<byte[]?>
    {
        internal static readonly Nullable Instance = new();

        public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
            isNull ? null : data.ToArray();
    }
}
