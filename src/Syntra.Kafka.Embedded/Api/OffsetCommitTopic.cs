using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>One topic of an offset commit; OffsetCommit and TxnOffsetCommit share its shape.</summary>
internal sealed record OffsetCommitTopic(string Name, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> Offsets)
{
    public static OffsetCommitTopic Read(WireReader r, bool hasEpoch, bool hasTimestamp, long now)
    {
        var name = r.String();
        var offsets = r.Array(x =>
        {
            var partition = new TopicPartition(name, x.Int32());
            var (offset, epoch) = (x.Int64(), hasEpoch ? x.Int32() : -1);
            if (hasTimestamp)
            {
                x.Int64();
            }

            var committed = new CommittedOffset(offset, epoch, x.NullableString() ?? "", now);
            x.Tags();
            return (partition, committed);
        });
        r.Tags();
        return new(name, offsets);
    }

    public static void Write(WireWriter w, IReadOnlyCollection<OffsetCommitTopic> topics, IReadOnlyList<ErrorCode> errors)
    {
        var next = 0;
        w.Array(topics, (x, topic) =>
        {
            x.String(topic.Name);
            x.Array(topic.Offsets, (y, o) =>
            {
                y.Int32(o.Partition.Partition);
                y.Error(errors[next++]);
                y.Tags();
            });
            x.Tags();
        });
    }
}
