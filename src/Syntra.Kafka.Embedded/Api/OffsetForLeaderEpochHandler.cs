using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>OffsetForLeaderEpoch (23), v2-4. A single node has led since the beginning: there is one epoch, 0, and it ends where the log ends.</summary>
internal sealed class OffsetForLeaderEpochHandler(Broker broker) : ApiHandler(ApiKey.OffsetForLeaderEpoch, 2, 4, flexibleFrom: 4)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        if (request.Version >= 3)
        {
            r.Int32();
        }

        w.Int32(0);
        var topics = r.ArrayLength();
        w.ArrayLength(topics);
        for (; topics > 0; topics--)
        {
            var name = r.String();
            w.String(name);
            var partitions = r.ArrayLength();
            w.ArrayLength(partitions);
            for (; partitions > 0; partitions--)
            {
                Partition(r, w, name);
            }

            r.Tags();
            w.Tags();
        }

        r.Tags();
        w.Tags();
    }

    private void Partition(WireReader r, WireWriter w, string topic)
    {
        var (index, current, asked) = (r.Int32(), r.Int32(), r.Int32());
        r.Tags();
        var log = broker.Topics.Find(topic, index);
        var error = log is null ? ErrorCode.UnknownTopicOrPartition : current > 0 ? ErrorCode.UnknownLeaderEpoch : ErrorCode.None;
        var known = error == ErrorCode.None && asked == 0;
        w.Error(error);
        w.Int32(index);
        w.Int32(known ? 0 : -1);
        w.Int64(known ? log!.NextOffset : -1);
        w.Tags();
    }
}
