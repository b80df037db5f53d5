using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>AddPartitionsToTxn (24), v0-3, the versions of clients (v4 and later are spoken between brokers). One unknown partition refuses all.</summary>
internal sealed class AddPartitionsToTxnHandler(Broker broker) : ApiHandler(ApiKey.AddPartitionsToTxn, 0, 3, flexibleFrom: 3)
{
    private const ErrorCode OperationNotAttempted = (ErrorCode)55;

    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var (transactionalId, producerId, epoch) = (r.String(), r.Int64(), r.Int16());
        var topics = r.Array(x =>
        {
            var topic = (Name: x.String(), Partitions: x.Int32Array());
            x.Tags();
            return topic;
        });
        r.Tags();
        var partitions = topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Name, p))).ToArray();
        var unknown = partitions.Where(p => broker.Topics.Find(p.Topic, p.Partition) is null).ToHashSet();
        var error = unknown.Count > 0 ? OperationNotAttempted : broker.Transactions.AddPartitions(transactionalId, producerId, epoch, partitions);
        error = TransactionErrors.For(error, fencedIsKnown: request.Version >= 2);
        w.Int32(0);
        w.Array(topics, (x, topic) =>
        {
            x.String(topic.Name);
            x.Array(topic.Partitions, (y, index) =>
            {
                y.Int32(index);
                y.Error(unknown.Contains(new(topic.Name, index)) ? ErrorCode.UnknownTopicOrPartition : error);
                y.Tags();
            });
            x.Tags();
        });
        w.Tags();
    }
}
