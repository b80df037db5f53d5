using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// ListOffsets (2), v0-10. By time, and by the special times -1 latest (last stable for read_committed), -2 earliest,
/// -3 record with the highest timestamp, -4 earliest on local disk, -5 latest in remote storage (there is none: -1).
/// v0 wants a list of offsets, newest first: the one found, then the log's start where more than one may come.
/// </summary>
internal sealed class ListOffsetsHandler(Broker broker) : ApiHandler(ApiKey.ListOffsets, 0, 10, flexibleFrom: 6)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        r.Int32();
        var committedOnly = version >= 2 && r.Int8() == 1;
        if (version >= 2)
        {
            w.Int32(0);
        }

        LedPartitions.Answer(r, w, topic => Partition(r, w, version, topic, committedOnly));
        if (version >= 10)
        {
            r.Int32();
        }

        r.Tags();
        w.Tags();
    }

    private void Partition(WireReader r, WireWriter w, short version, string topic, bool committedOnly)
    {
        var index = r.Int32();
        var epoch = version >= 4 ? r.Int32() : -1;
        var timestamp = r.Int64();
        var most = version == 0 ? r.Int32() : 1;
        r.Tags();
        var (log, error) = LedPartitions.Find(broker.Topics.Find(topic), index, epoch);
        var found = log is null ? null : Find(log, timestamp, committedOnly);
        w.Int32(index);
        w.Error(error);
        if (version == 0)
        {
            long[] offsets = log is null ? [] : [.. new[] { found?.Offset ?? log.NextOffset, log.LogStart }.Distinct().Take(Math.Max(0, most))];
            w.Array(offsets, (x, offset) => x.Int64(offset));
            return;
        }

        w.Int64(found?.Timestamp ?? -1);
        w.Int64(found?.Offset ?? -1);
        if (version >= 4)
        {
            w.Int32(found is null ? -1 : 0);
        }
    }

    private static OffsetAtTime? Find(PartitionLog log, long timestamp, bool committedOnly) => timestamp switch
    {
        -1 => new(committedOnly ? log.LastStableOffset : log.NextOffset, -1),
        -2 or -4 => new(log.LogStart, -1),
        -3 => log.FindMaxTimestamp(),
        < 0 => null,
        _ => log.FindByTime(timestamp, committedOnly),
    };
}
