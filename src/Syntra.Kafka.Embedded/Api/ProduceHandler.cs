using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Storage.MessageSets;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// Produce (0), v0-11. One batch v2 per partition, stored as it came; the message sets of v0-2 are turned into one. acks 0 gets no answer.
/// </summary>
internal sealed class ProduceHandler(Broker broker) : ApiHandler(ApiKey.Produce, 0, 11, flexibleFrom: 9)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var transactionalId = request.Version >= 3 ? r.NullableString() : null;
        var acks = r.Int16();
        r.Int32();
        var topics = r.ArrayLength();
        w.ArrayLength(topics);
        for (; topics > 0; topics--)
        {
            Topic(request, w, transactionalId, acks);
        }

        r.Tags();
        if (request.Version >= 1)
        {
            w.Int32(0);
        }

        w.Tags();
        w.Suppressed = acks == 0;
    }

    private void Topic(Request request, WireWriter w, string? transactionalId, short acks)
    {
        var r = request.Reader;
        var name = r.String();
        w.String(name);
        var partitions = r.ArrayLength();
        w.ArrayLength(partitions);
        for (; partitions > 0; partitions--)
        {
            var index = r.Int32();
            var records = r.NullableBytes() ?? Memory<byte>.Empty;
            r.Tags();
            var result = acks is < -1 or > 1
                ? new AppendResult(ErrorCode.InvalidRequiredAcks)
                : Append(request.Version, name, index, records, transactionalId);
            Write(w, request.Version, index, result);
        }

        r.Tags();
        w.Tags();
    }

    private AppendResult Append(short version, string topic, int partition, Memory<byte> records, string? transactionalId)
    {
        if (broker.Topics.Find(topic) is not { } found || found.Partition(partition) is not { } log)
        {
            return new(ErrorCode.UnknownTopicOrPartition);
        }

        var error = ErrorCode.None;
        if (version < 3 && MessageSetReader.IsMessageSet(records.Span))
        {
            error = MessageSetReader.TryConvert(records, out var batch);
            records = batch;
        }

        if (error == ErrorCode.None)
        {
            error = found.IsInternal ? ErrorCode.InvalidTopic : BatchValidator.Check(records, log.Config, broker.Storage.Now);
        }

        if (error != ErrorCode.None)
        {
            return new(error);
        }

        var header = BatchTimes.FillInHighest(records, BatchHeader.Read(records.Span));
        if (!header.IsTransactional)
        {
            return log.Append(records, header);
        }

        return transactionalId is null
            ? new(ErrorCode.InvalidRecord)
            : log.Append(records, header, () => broker.Transactions.CheckWrite(
                header.ProducerId, header.ProducerEpoch, new TopicPartition(topic, partition)));
    }

    private static void Write(WireWriter w, short version, int index, AppendResult result)
    {
        w.Int32(index);
        w.Error(result.Error);
        w.Int64(result.BaseOffset);
        if (version >= 2)
        {
            w.Int64(result.LogAppendTime);
        }

        if (version >= 5)
        {
            w.Int64(result.LogStart);
        }

        if (version >= 8)
        {
            w.ArrayLength(0);
            w.String(null);
        }

        w.Tags();
    }
}
