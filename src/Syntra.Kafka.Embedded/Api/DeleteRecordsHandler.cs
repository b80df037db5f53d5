using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DeleteRecords (21), v0-2. Moves a partition's start; -1 means up to the end.</summary>
internal sealed class DeleteRecordsHandler(Broker broker) : ApiHandler(ApiKey.DeleteRecords, 0, 2, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        w.Int32(0);
        LedPartitions.Answer(r, w, topic => Partition(r, w, topic));
        r.Int32();
        r.Tags();
        w.Tags();
    }

    private void Partition(WireReader r, WireWriter w, string topic)
    {
        var (index, offset) = (r.Int32(), r.Int64());
        r.Tags();
        var (error, low) = Delete(topic, index, offset);
        w.Int32(index);
        w.Int64(low);
        w.Error(error);
    }

    private (ErrorCode Error, long LowWatermark) Delete(string topic, int partition, long offset)
    {
        var found = broker.Topics.Find(topic);
        var (log, error) = LedPartitions.Find(found, partition);
        error = found is { IsInternal: true } ? ErrorCode.InvalidTopic : error;
        if (log is null || error != ErrorCode.None)
        {
            return (error, -1);
        }

        return log.DeleteBefore(offset) is { } start ? (ErrorCode.None, start) : (ErrorCode.OffsetOutOfRange, -1);
    }
}
