using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// OffsetFetch (9), v1-9. No offset is -1 without an error. With require_stable (v7) a partition with an open transaction's offset
/// answers UNSTABLE_OFFSET_COMMIT. From v8 on several groups at once.
/// </summary>
internal sealed class OffsetFetchHandler(Broker broker) : ApiHandler(ApiKey.OffsetFetch, 1, 9, flexibleFrom: 6)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var groups = version >= 8 ? r.Array(x => ReadGroup(x, version)) : [(Id: r.String(), Topics: r.NullableArray(ReadTopic))];
        var stable = version >= 7 && r.Bool();
        r.Tags();
        if (version >= 3)
        {
            w.Int32(0);
        }

        if (version >= 8)
        {
            w.Array(groups, (x, g) =>
            {
                x.String(g.Id);
                Topics(x, version, g.Id, g.Topics, stable);
                x.Error(ErrorCode.None);
                x.Tags();
            });
        }
        else
        {
            Topics(w, version, groups[0].Id, groups[0].Topics, stable);
            if (version >= 2)
            {
                w.Error(ErrorCode.None);
            }
        }

        w.Tags();
    }

    private static (string Id, (string Name, int[] Partitions)[]? Topics) ReadGroup(WireReader r, short version)
    {
        var id = r.String();
        if (version >= 9)
        {
            r.NullableString();
            r.Int32();
        }

        var topics = r.NullableArray(ReadTopic);
        r.Tags();
        return (id, topics);
    }

    private static (string Name, int[] Partitions) ReadTopic(WireReader r)
    {
        var topic = (r.String(), r.Int32Array());
        r.Tags();
        return topic;
    }

    private void Topics(WireWriter w, short version, string groupId, (string Name, int[] Partitions)[]? asked, bool stable)
    {
        if (broker.Groups.Find(groupId) is not { } group)
        {
            w.Array(asked ?? [], (x, t) => Topic(x, version, t, null, stable));
            return;
        }

        lock (group.Gate)
        {
            asked ??= [.. group.Offsets.Keys.GroupBy(p => p.Topic, StringComparer.Ordinal).Select(t => (t.Key, t.Select(p => p.Partition).ToArray()))];
            w.Array(asked, (x, t) => Topic(x, version, t, group, stable));
        }
    }

    private static void Topic(WireWriter w, short version, (string Name, int[] Partitions) topic, Group? group, bool stable)
    {
        w.String(topic.Name);
        w.Array(topic.Partitions, (x, index) =>
        {
            var partition = new TopicPartition(topic.Name, index);
            var unstable = stable && group is not null && group.IsPending(partition);
            var offset = unstable ? null : group?.Offsets.GetValueOrDefault(partition);
            x.Int32(index);
            x.Int64(offset?.Offset ?? -1);
            if (version >= 5)
            {
                x.Int32(offset?.LeaderEpoch ?? -1);
            }

            x.String(offset?.Metadata ?? "");
            x.Error(unstable ? ErrorCode.UnstableOffsetCommit : ErrorCode.None);
            x.Tags();
        });
        w.Tags();
    }
}
