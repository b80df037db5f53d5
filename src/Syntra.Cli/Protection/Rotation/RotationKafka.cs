using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Syntra.Cli.Runtime;

namespace Syntra.Cli.Protection.Rotation;

/// <summary>What a rotation does with Kafka: reads whole topics, writes tables, carries a group's offsets over.</summary>
internal sealed class RotationKafka(string bootstrapServers) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // One reader for all topics: a new client looks for brokers and leaders first, half a second to a second for each.
    private readonly IConsumer<string, byte[]?> reader = Consumer(bootstrapServers, "rotation");
    private IAdminClient? admin;

    private readonly IProducer<string, byte[]?> producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig
    {
        BootstrapServers = bootstrapServers, EnableIdempotence = true, Acks = Acks.All, LingerMs = 5, CompressionType = CompressionType.Lz4,
    }).SetLogHandler(Quiet).SetValueSerializer(Values.Instance).Build();

    /// <summary>Topics by name with their numbers of partitions.</summary>
    internal IReadOnlyDictionary<string, int> Topics() =>
        Admin.GetMetadata(Timeout).Topics.Where(t => !t.Error.IsError).ToDictionary(t => t.Topic, t => t.Partitions.Count, StringComparer.Ordinal);

    /// <summary>Every committed record of a topic up to its end.</summary>
    internal void Read(string topic, int partitions, Action<ConsumeResult<string, byte[]?>> take, CancellationToken cancellation) =>
        Read([.. Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning))], take, cancellation);

    /// <summary>The latest committed record of each key of a compacted topic, with its partition.</summary>
    internal IReadOnlyList<ConsumeResult<string, byte[]?>> Table(string topic, int partitions, CancellationToken cancellation)
    {
        var rows = new Dictionary<(int, string), ConsumeResult<string, byte[]?>>();
        Read(topic, partitions, record => rows[(record.Partition.Value, record.Message.Key)] = record, cancellation);
        return [.. rows.Values.Where(r => r.Message.Value is not null)];
    }

    /// <summary>How far a group is, where it is anywhere.</summary>
    internal IReadOnlyList<TopicPartitionOffset> Committed(string group, IEnumerable<TopicPartition> partitions)
    {
        using var consumer = Consumer(bootstrapServers, group);
        return [.. consumer.Committed(partitions, Timeout).Where(p => p.Offset.Value >= 0)];
    }

    /// <summary>Committed records that a group has not got to.</summary>
    internal long Unread(string group, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellation)
    {
        var reached = Committed(group, partitions).ToDictionary(p => p.TopicPartition, p => p.Offset);
        long unread = 0;
        Read([.. partitions.Select(p => new TopicPartitionOffset(p, reached.GetValueOrDefault(p, Offset.Beginning)))], _ => unread++, cancellation);
        return unread;
    }

    /// <summary>Puts a group that has no members where another one is, and reads it back.</summary>
    internal void Carry(string group, IReadOnlyList<TopicPartitionOffset> offsets)
    {
        using var consumer = Consumer(bootstrapServers, group);
        consumer.Commit(offsets);
        var there = consumer.Committed(offsets.Select(o => o.TopicPartition), Timeout).ToDictionary(o => o.TopicPartition, o => o.Offset);
        foreach (var offset in offsets.Where(o => there.GetValueOrDefault(o.TopicPartition, Offset.Unset) != o.Offset))
        {
            throw new CommandException($"the group {group} did not keep its offset of {offset.TopicPartition}. Nothing is switched; run it again.");
        }
    }

    internal Task CreateAsync(IReadOnlyList<TopicDefinition> topics) => TopicCatalog.EnsureAsync(bootstrapServers, topics);

    /// <summary>Hands a record over; <see cref="Flush"/> makes sure of it.</summary>
    internal void Write(string topic, int? partition, string key, byte[]? value, Timestamp time)
    {
        var message = new Message<string, byte[]?> { Key = key, Value = value, Timestamp = time };
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition(topic, partition ?? Partition.Any), message, Delivered);
                return;
            }
            catch (ProduceException<string, byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Waits until everything that was handed over is in the log.</summary>
    internal void Flush(CancellationToken cancellation)
    {
        producer.Flush(cancellation);
        if (failed is { } error)
        {
            throw new KafkaException(error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        admin?.Dispose();
        reader.Dispose();
        producer.Dispose();
    }

    private IAdminClient Admin => admin ??= new DependentAdminClientBuilder(reader.Handle).Build();

    private Error? failed;

    private void Delivered(DeliveryReport<string, byte[]?> report) => failed = report.Error.IsError ? report.Error : failed;

    private void Read(IReadOnlyList<TopicPartitionOffset> from, Action<ConsumeResult<string, byte[]?>> take, CancellationToken cancellation)
    {
        var starts = Starts(from);
        reader.Assign(starts);
        var open = starts.Select(s => s.TopicPartition).ToHashSet();
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = reader.Consume(TimeSpan.FromMilliseconds(200));
            if (result is { IsPartitionEOF: true })
            {
                open.Remove(result.TopicPartition);
            }
            else if (result is not null)
            {
                take(result);
            }
        }
        reader.Unassign();
    }

    // By number, and only where there is something: "beginning" would be asked for once more, for each partition.
    private List<TopicPartitionOffset> Starts(IReadOnlyList<TopicPartitionOffset> from)
    {
        foreach (string topic in from.Select(p => p.Topic).Distinct(StringComparer.Ordinal))
        {
            Admin.GetMetadata(topic, Timeout);
        }
        return [.. from.Select(p => (Range: reader.QueryWatermarkOffsets(p.TopicPartition, Timeout), At: p))
            .Select(p => (p.Range, At: new TopicPartitionOffset(p.At.TopicPartition, Math.Max(p.At.Offset.Value, p.Range.Low.Value))))
            .Where(p => p.At.Offset.Value < p.Range.High.Value).Select(p => p.At)];
    }

    private static IConsumer<string, byte[]?> Consumer(string bootstrapServers, string group) => new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers, GroupId = group, EnableAutoCommit = false, EnablePartitionEof = true, IsolationLevel = IsolationLevel.ReadCommitted, FetchWaitMaxMs = 50,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    }).SetLogHandler(Quiet).SetValueDeserializer(Values.Instance).Build();

    private static void Quiet(IClient client, LogMessage line)
    {
        // What matters comes as an error or an exception.
    }

    private sealed class Values : IDeserializer<byte[]?>, ISerializer<byte[]?>
    {
        internal static readonly Values Instance = new();

        public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : data.ToArray();

        public byte[]? Serialize(byte[]? data, SerializationContext context) => data;
    }
}
