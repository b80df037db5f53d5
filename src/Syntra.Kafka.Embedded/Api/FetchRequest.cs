using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>One partition that a fetch asks for; <see cref="Log"/> is null where <see cref="Error"/> says why.</summary>
internal sealed record FetchPartition(int Index, long Offset, int MaxBytes, PartitionLog? Log, ErrorCode Error);

internal sealed record FetchTopic(string Name, Guid Id, IReadOnlyList<FetchPartition> Partitions);

/// <summary>A fetch request, resolved against the topics that exist.</summary>
internal sealed record FetchRequest(int MaxWaitMs, int MinBytes, int MaxBytes, bool CommittedOnly, int SessionId, IReadOnlyList<FetchTopic> Topics)
{
    public static FetchRequest Read(WireReader r, short version, TopicCatalog topics)
    {
        if (version <= 14)
        {
            r.Int32();
        }

        var (maxWait, minBytes) = (r.Int32(), r.Int32());
        var maxBytes = version >= 3 ? r.Int32() : int.MaxValue;
        var isolation = version >= 4 ? r.Int8() : 0;
        var sessionId = 0;
        if (version >= 7)
        {
            sessionId = r.Int32();
            r.Int32();
        }

        var wanted = r.Array(x => ReadTopic(x, version, topics));
        if (version >= 7)
        {
            r.Array(x => SkipForgotten(x, version));
        }

        if (version >= 11)
        {
            r.String();
        }

        r.Tags();
        return new(maxWait, minBytes, maxBytes, isolation == 1, sessionId, wanted);
    }

    private static FetchTopic ReadTopic(WireReader r, short version, TopicCatalog topics)
    {
        var name = version <= 12 ? r.String() : "";
        var id = version >= 13 ? r.Uuid() : Guid.Empty;
        var topic = version >= 13 ? topics.Find(id) : topics.Find(name);
        var unknown = version >= 13 ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition;
        var partitions = r.Array(x => ReadPartition(x, version, topic, unknown));
        r.Tags();
        return new(name, id, partitions);
    }

    private static FetchPartition ReadPartition(WireReader r, short version, Topic? topic, ErrorCode unknown)
    {
        var index = r.Int32();
        var epoch = version >= 9 ? r.Int32() : -1;
        var offset = r.Int64();
        if (version >= 12)
        {
            r.Int32();
        }

        if (version >= 5)
        {
            r.Int64();
        }

        var maxBytes = r.Int32();
        r.Tags();
        var (log, error) = LedPartitions.Find(topic, index, epoch, unknown);
        return new(index, offset, maxBytes, log, error);
    }

    private static bool SkipForgotten(WireReader r, short version)
    {
        if (version <= 12)
        {
            r.String();
        }
        else
        {
            r.Uuid();
        }

        r.Int32Array();
        r.Tags();
        return true;
    }
}
