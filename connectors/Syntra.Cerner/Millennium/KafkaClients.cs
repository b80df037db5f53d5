using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Cerner.Millennium;

/// <summary>The Kafka clients of the source, made from one set of options.</summary>
internal static class KafkaClients
{
    internal static IProducer<string, byte[]> Producer(ISourceKafka options, ILogger log) =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig(Common(options))
        {
            TransactionalId = options.TransactionalId,
            TransactionTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds,
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 5,
            // As the Java clients place keys: topics keyed by record id stay co-partitioned whoever writes them.
            Partitioner = Partitioner.Murmur2Random,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxMessages = 500_000,
        }).SetErrorHandler((_, error) => Report(log, error)).SetLogHandler(Quiet).Build();

    internal static IConsumer<string, byte[]> Consumer(ISourceKafka options, IsolationLevel isolation, ILogger log) =>
        new ConsumerBuilder<string, byte[]>(new ConsumerConfig(Common(options))
        {
            // Never joins a group: partitions are assigned by hand and nothing is committed.
            GroupId = options.TransactionalId + "-recovery",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = isolation,
            // The end of a partition shows by an empty fetch, which the broker would otherwise hold back for half a second.
            FetchWaitMaxMs = 10,
        }).SetErrorHandler((_, error) => Report(log, error)).SetLogHandler(Quiet).Build();

    /// <summary>
    /// A topic's partitions, after which the admin's client is connected and knows their leaders. One that has to find a leader or its
    /// coordinator before its first connection is up tries again only half a second to a second later.
    /// </summary>
    /// <exception cref="KafkaException">No broker answers in time, or the topic is not there.</exception>
    internal static IReadOnlyList<TopicPartition> Partitions(IAdminClient admin, string topic, TimeSpan timeout)
    {
        var metadata = admin.GetMetadata(topic, timeout).Topics.Single(t => t.Topic == topic);
        return metadata.Error.IsError ? throw new KafkaException(metadata.Error) : [.. metadata.Partitions.Select(p => new TopicPartition(topic, p.PartitionId))];
    }

    private static Dictionary<string, string> Common(ISourceKafka options) =>
        new(options.ClientSettings, StringComparer.Ordinal) { ["bootstrap.servers"] = options.BootstrapServers, ["socket.nagle.disable"] = "true" };

    private static void Report(ILogger log, Error error) =>
        log.LogWarning("Kafka client reports {Code}{Fatal}", error.Code, error.IsFatal ? ", fatal" : "");

    // librdkafka would write to stderr; what matters of it comes as an error or an exception.
    private static void Quiet(IClient client, LogMessage message)
    {
    }
}
