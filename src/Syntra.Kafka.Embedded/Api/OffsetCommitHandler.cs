using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>OffsetCommit (8), v1-9. The retention and timestamp that old versions carry are ignored, as brokers have done since 2.1.</summary>
internal sealed class OffsetCommitHandler(Broker broker) : ApiHandler(ApiKey.OffsetCommit, 1, 9, flexibleFrom: 8)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var groupId = r.String();
        var (generation, memberId) = (r.Int32(), r.String());
        var committer = new Committer(generation, memberId, version >= 7 ? r.NullableString() : null);
        if (version is >= 2 and <= 4)
        {
            r.Int64();
        }

        var topics = r.Array(x => OffsetCommitTopic.Read(x, hasEpoch: version >= 6, hasTimestamp: version == 1, broker.Storage.Now));
        r.Tags();
        var errors = broker.Groups.Commit(groupId, committer, [.. topics.SelectMany(t => t.Offsets)], transaction: null);
        if (version >= 3)
        {
            w.Int32(0);
        }

        OffsetCommitTopic.Write(w, topics, errors);
        w.Tags();
    }
}
