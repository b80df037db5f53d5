using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Fusion.Delivery;

/// <summary>Where a delivery's topics are and as whom it works there.</summary>
internal sealed record DeliveryKafka(string BootstrapServers, string GroupId, string ProducerId);

/// <summary>The Kafka clients of a session, with the settings that its guarantees rest on.</summary>
internal static class DeliveryClients
{
    private static readonly TimeSpan s_metadata = TimeSpan.FromSeconds(10);

    /// <summary>What a new instance needs at most, under load, from fencing the former one to having written that it delivers now.</summary>
    public static TimeSpan TakeOver { get; } = TimeSpan.FromSeconds(2);

    public static IProducer<string, byte[]?> Producer(DeliveryKafka options, ILogger log) =>
        new ProducerBuilder<string, byte[]?>(new ProducerConfig
        {
            BootstrapServers = options.BootstrapServers,
            TransactionalId = options.ProducerId,
            EnableIdempotence = true,

            // A lost record fails its transaction, so no report per record is needed.
            EnableDeliveryReports = false,

            // A commit sends what lingers: what belongs to one transaction travels in few requests.
            LingerMs = 5,

            // The partitioner of Java clients and of our streams: a receipt must meet its charge in the same partition.
            Partitioner = Partitioner.Murmur2Random,
            CompressionType = CompressionType.Lz4,

            // Longer than a broker's restart, so that a transaction outlives it.
            TransactionTimeoutMs = 120_000,
        }).SetValueSerializer(Serializers.ByteArray!).SetErrorHandler((_, e) => log.LogDebug("Kafka producer: {Reason}", e.Reason)).Build();

    public static IConsumer<string, byte[]?> Consumer(DeliveryKafka options, bool toTheEnd, ILogger log) =>
        new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = options.BootstrapServers,
            GroupId = options.GroupId,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnablePartitionEof = toTheEnd,
            FetchWaitMaxMs = 50,
        }).SetValueDeserializer(Deserializers.ByteArray!).SetErrorHandler((_, e) => log.LogDebug("Kafka consumer: {Reason}", e.Reason)).Build();

    public static IReadOnlyList<TopicPartition> PartitionsOf(IProducer<string, byte[]?> producer, string topic)
    {
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var found = admin.GetMetadata(topic, s_metadata).Topics.Find(t => t.Topic == topic);
        return found is { Partitions.Count: > 0 }
            ? [.. found.Partitions.Select(p => new TopicPartition(topic, p.PartitionId))]
            : throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"Topic {topic} does not exist; create the tenant's topics first."));
    }

    /// <summary>Reads partitions from their beginning to their end, and leaves the consumer without any.</summary>
    public static void ReadToEnd(IConsumer<string, byte[]?> consumer, IReadOnlyList<TopicPartition> partitions, Action<Message<string, byte[]?>> read, CancellationToken ct)
    {
        var open = partitions.Select(p => p.Partition).ToHashSet();
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(p, FirstOffset(consumer, p))));
        while (open.Count > 0)
        {
            var result = consumer.Consume(ct);
            if (result.IsPartitionEOF)
            {
                open.Remove(result.Partition);
            }
            else
            {
                read(result.Message);
            }
        }

        consumer.Unassign();
    }

    /// <summary>The oldest offset by number: asked for as "beginning", a consumer that knows no leader yet waits half a second.</summary>
    public static Offset FirstOffset(IConsumer<string, byte[]?> consumer, TopicPartition partition) =>
        consumer.QueryWatermarkOffsets(partition, s_metadata).Low;

    /// <summary>Where the next record will stand.</summary>
    public static long EndOffset(IConsumer<string, byte[]?> consumer, TopicPartition partition) =>
        consumer.QueryWatermarkOffsets(partition, s_metadata).High.Value;

    /// <summary>
    /// Partitions are assigned, not subscribed to: there is one active instance, chosen by the transactional id. Where the consumer
    /// group's offset is older than our own position (expired, reset), the position counts: nothing is delivered again.
    /// </summary>
    public static void AssignInput(IConsumer<string, byte[]?> consumer, IReadOnlyList<TopicPartition> partitions, IReadOnlyDictionary<int, long> positions)
    {
        var committed = consumer.Committed(partitions, s_metadata).ToDictionary(o => o.Partition.Value, o => o.Offset);
        consumer.Assign(partitions.Select(p =>
        {
            var group = committed.TryGetValue(p.Partition.Value, out var offset) && offset.Value >= 0 ? offset.Value : -1;
            var next = Math.Max(group, positions.GetValueOrDefault(p.Partition.Value, -1));
            return new TopicPartitionOffset(p, next >= 0 ? new Offset(next) : FirstOffset(consumer, p));
        }));
    }
}
