using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Transactions;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>What the handlers work on: the one node, its topics and its coordinators.</summary>
internal sealed record Broker(
    EmbeddedKafkaOptions Options,
    string ClusterId,
    StorageContext Storage,
    TopicCatalog Topics,
    GroupCoordinator Groups,
    TransactionCoordinator Transactions,
    TimeProvider Time)
{
    public const int NodeId = 1;
    public const string Host = "127.0.0.1";

    /// <summary>Known once the socket listens.</summary>
    public int Port { get; set; }
}
