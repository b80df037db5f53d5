using Confluent.Kafka;
using Syntra.Streams.Errors;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Kafka;

/// <summary>Polling as stream and follower consumers share it: wait for the first record, then drain without waiting.</summary>
internal static class PollLoop
{
    public static int Run(IConsumer<byte[]?, byte[]?> consumer, int timeoutMs, int max, IRecordSink sink)
    {
        var taken = 0;
        var wait = timeoutMs;
        while (taken < max)
        {
            var result = Consume(consumer, wait);
            if (result is null)
            {
                return taken;
            }

            wait = 0;
            if (result.IsPartitionEOF)
            {
                sink.End(result.Topic, result.Partition.Value, result.Offset.Value);
                continue;
            }

            var message = result.Message;
            var headers = message.Headers is { Count: > 0 } h ? HeaderMapping.FromClient(h) : null;
            var raw = new RawRecord(message.Key, message.Value, message.Timestamp.UnixTimestampMs, result.Offset.Value, headers);
            sink.Accept(result.Topic, result.Partition.Value, in raw);
            taken++;
        }

        return taken;
    }

    private static ConsumeResult<byte[]?, byte[]?>? Consume(IConsumer<byte[]?, byte[]?> consumer, int timeoutMs)
    {
        try
        {
            return consumer.Consume(timeoutMs);
        }
        catch (KafkaException e)
        {
            Refused(e);
            return null;
        }
    }

    /// <summary>Returns where librdkafka goes on by itself: brokers away, a topic not yet visible everywhere, a poll that came late. Throws otherwise.</summary>
    internal static void Refused(KafkaException e)
    {
        if (e.Error.IsFatal)
        {
            // For a consumer: another process uses the same static member name.
            throw new ClientException(ErrorKind.Fatal, "poll", $"{e.Error.Code}: {e.Error.Reason}", e);
        }

        if (!IsPassing(e.Error.Code))
        {
            throw KafkaErrors.Map("poll", e);
        }
    }

    private static bool IsPassing(ErrorCode code) => code is
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve
        or ErrorCode.Local_MaxPollExceeded or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition
        or ErrorCode.OffsetNotAvailable or ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupLoadInProgress
        or ErrorCode.GroupCoordinatorNotAvailable;
}
