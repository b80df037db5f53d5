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
        LedPartitions.Answer(r, w, topic => Partition(r, w, topic));
        r.Tags();
        w.Tags();
    }

    private void Partition(WireReader r, WireWriter w, string topic)
    {
        var (index, current, asked) = (r.Int32(), r.Int32(), r.Int32());
        r.Tags();
        var (log, error) = LedPartitions.Find(broker.Topics.Find(topic), index, current);
        w.Error(error);
        w.Int32(index);
        w.Int32(log is not null && asked == 0 ? 0 : -1);
        w.Int64(log is not null && asked == 0 ? log.NextOffset : -1);
    }
}
