using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>What the requests share that ask the leader of partitions something, topic by topic.</summary>
internal static class LedPartitions
{
    /// <summary>
    /// Reads topics with their partitions and answers them in the same order. <paramref name="partition"/> reads one partition's fields,
    /// its index first, and writes its answer.
    /// </summary>
    public static void Answer(WireReader r, WireWriter w, Action<string> partition)
    {
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
                partition(name);
                w.Tags();
            }

            r.Tags();
            w.Tags();
        }
    }

    /// <summary>
    /// The log of a partition, or why the client cannot have it. A single node has led since the beginning, in epoch 0; a client that knows
    /// of a later epoch (-1: it knows of none) has to wait for a leader that does too.
    /// </summary>
    public static (PartitionLog? Log, ErrorCode Error) Find(
        Topic? topic, int index, int epoch = -1, ErrorCode unknownTopic = ErrorCode.UnknownTopicOrPartition) => topic switch
        {
            null => (null, unknownTopic),
            _ when topic.Partition(index) is not { } log => (null, ErrorCode.UnknownTopicOrPartition),
            _ when epoch > 0 => (null, ErrorCode.UnknownLeaderEpoch),
            _ => (topic.Partition(index), ErrorCode.None),
        };
}
