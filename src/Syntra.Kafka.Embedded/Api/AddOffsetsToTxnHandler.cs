using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>AddOffsetsToTxn (25), v0-4. Adds the group log's partition to the transaction.</summary>
internal sealed class AddOffsetsToTxnHandler(Broker broker) : ApiHandler(ApiKey.AddOffsetsToTxn, 0, 4, flexibleFrom: 3)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var (transactionalId, producerId, epoch, groupId) = (r.String(), r.Int64(), r.Int16(), r.String());
        r.Tags();
        var error = groupId.Length == 0
            ? ErrorCode.InvalidGroupId
            : broker.Transactions.AddPartitions(transactionalId, producerId, epoch, [new TopicPartition(GroupCoordinator.TopicName, 0)]);
        w.Int32(0);
        w.Error(TransactionErrors.For(error, fencedIsKnown: request.Version >= 2));
        w.Tags();
    }
}
