using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// TxnOffsetCommit (28), v0-4. The offsets are a transactional batch in the group log and count once its marker is there.
/// From v3 on the member and its generation are checked, so that a zombie of the group cannot commit.
/// </summary>
internal sealed class TxnOffsetCommitHandler(Broker broker) : ApiHandler(ApiKey.TxnOffsetCommit, 0, 4, flexibleFrom: 3)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        r.String();
        var (groupId, producerId, epoch) = (r.String(), r.Int64(), r.Int16());
        var committer = version >= 3 ? new Committer(r.Int32(), r.String(), r.NullableString()) : new Committer(-1, "", null);
        var topics = r.Array(x => OffsetCommitTopic.Read(x, hasEpoch: version >= 2, hasTimestamp: false, broker.Storage.Now));
        r.Tags();
        var transaction = new OffsetTransaction(producerId, epoch, () => broker.Transactions.CheckWrite(
            producerId, epoch, new TopicPartition(GroupCoordinator.TopicName, 0)));
        var errors = broker.Groups.Commit(groupId, committer, [.. topics.SelectMany(t => t.Offsets)], transaction);
        w.Int32(0);
        OffsetCommitTopic.Write(w, topics, errors);
        w.Tags();
    }
}
