using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeProducers (61), v0. Who writes to a partition, and where an open transaction began.</summary>
internal sealed class DescribeProducersHandler(Broker broker) : ApiHandler(ApiKey.DescribeProducers, 0, 0, flexibleFrom: 0)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var topics = r.Array(x =>
        {
            var topic = (Name: x.String(), Partitions: x.Int32Array());
            x.Tags();
            return topic;
        });
        r.Tags();
        w.Int32(0);
        w.Array(topics, (x, topic) =>
        {
            x.String(topic.Name);
            x.Array(topic.Partitions, (y, index) => Partition(y, topic.Name, index));
            x.Tags();
        });
        w.Tags();
    }

    private void Partition(WireWriter w, string topic, int index)
    {
        var log = broker.Topics.Find(topic, index);
        w.Int32(index);
        w.Error(log is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.None);
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
        w.Tags();
    }
}
