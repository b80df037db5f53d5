using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>OffsetDelete (47), v0. Refused for topics that a live member of the group subscribes to.</summary>
internal sealed class OffsetDeleteHandler(Broker broker) : ApiHandler(ApiKey.OffsetDelete, 0, 0)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var groupId = r.String();
        var topics = r.Array(x => (Name: x.String(), Partitions: x.Int32Array()));
        var group = broker.Groups.Find(groupId);
        var refused = group is null ? ErrorCode.GroupIdNotFound
            : group.State != GroupState.Empty && group.ProtocolType != "consumer" ? ErrorCode.NonEmptyGroup
            : ErrorCode.None;
        w.Error(refused);
        w.Int32(0);
        w.Array(refused == ErrorCode.None ? topics : [], (x, topic) =>
        {
            x.String(topic.Name);
            x.Array(topic.Partitions, (y, index) =>
            {
                y.Int32(index);
                y.Error(broker.Groups.DeleteOffset(group!, new(topic.Name, index)));
            });
        });
    }
}
