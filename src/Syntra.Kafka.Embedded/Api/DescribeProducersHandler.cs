using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeProducers (61), v0. Who writes to a partition, and where an open transaction began.</summary>
internal sealed class DescribeProducersHandler(Broker broker) : ApiHandler(ApiKey.DescribeProducers, 0, 0, flexibleFrom: 0)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        w.Int32(0);
        LedPartitions.Answer(r, w, topic => Partition(w, topic, r.Int32()));
        r.Tags();
        w.Tags();
    }

    private void Partition(WireWriter w, string topic, int index)
    {
        var (log, error) = LedPartitions.Find(broker.Topics.Find(topic), index);
        w.Int32(index);
        w.Error(error);
        w.String(null);
        w.Array(log?.DescribeProducers() ?? [], (x, p) =>
        {
            x.Int64(p.ProducerId);
            x.Int32(p.Epoch);
            x.Int32(p.LastSequence);
            x.Int64(p.LastTimestamp);
            x.Int32(p.CoordinatorEpoch);
            x.Int64(p.TransactionStart);
            x.Tags();
        });
    }
}
