using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DeleteRecords (21), v0-2. Moves a partition's start; -1 means up to the end.</summary>
internal sealed class DeleteRecordsHandler(Broker broker) : ApiHandler(ApiKey.DeleteRecords, 0, 2, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
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
                var (index, offset) = (r.Int32(), r.Int64());
                r.Tags();
                var (error, low) = Delete(name, index, offset);
                w.Int32(index);
                w.Int64(low);
                w.Error(error);
                w.Tags();
            }

            r.Tags();
            w.Tags();
        }

        r.Int32();
        r.Tags();
        w.Tags();
    }

    private (ErrorCode Error, long LowWatermark) Delete(string topic, int partition, long offset)
    {
        var found = broker.Topics.Find(topic);
        if (found?.Partition(partition) is not { } log)
        {
            return (ErrorCode.UnknownTopicOrPartition, -1);
        }

        if (found.IsInternal)
        {
            return (ErrorCode.InvalidTopic, -1);
        }

        return log.DeleteBefore(offset) is { } start ? (ErrorCode.None, start) : (ErrorCode.OffsetOutOfRange, -1);
    }
}
