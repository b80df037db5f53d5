using Confluent.Kafka;
using Syntra.Streams.Errors;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Kafka;

/// <summary>A consumer without group membership that reads partitions assigned by hand, committed records only.</summary>
internal sealed class ConfluentFollower : IFollowerConsumer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly NativeBatch? _batch;

    public ConfluentFollower(IEnumerable<KeyValuePair<string, string>> settings, Action<LogMessage> log)
    {
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(settings)
            .SetKeyDeserializer(Deserializers.ByteArray)
            .SetValueDeserializer(Deserializers.ByteArray)
            .SetLogHandler((_, message) => log(message))
            .SetErrorHandler((_, _) => { })
            .Build();
        _batch = NativeBatch.TryOpen(_consumer.Handle);
    }

    /// <summary>True when records are taken many at a time.</summary>
    public bool IsBatched => _batch is not null;

    public void Follow(PartitionId partition, long? offset) => Call("follow", () => _consumer.IncrementalAssign(
        [new TopicPartitionOffset(ConfluentConsumer.Tp(partition), offset is { } at ? new Offset(at) : Offset.Beginning)]));

    public void Unfollow(PartitionId partition) => Call("unfollow", () => _consumer.IncrementalUnassign([ConfluentConsumer.Tp(partition)]));

    public int Poll(int timeoutMs, int max, IRecordSink sink) =>
        _batch?.Poll(timeoutMs, max, sink) ?? PollLoop.Run(_consumer, timeoutMs, max, sink);

    public IReadOnlyDictionary<PartitionId, long> Committed(IReadOnlyCollection<PartitionId> partitions)
    {
        List<TopicPartitionOffset> committed = [];
        Call("committed offsets", () => committed = _consumer.Committed(partitions.Select(ConfluentConsumer.Tp), Timeout));
        return committed.Where(c => !c.Offset.IsSpecial).ToDictionary(c => ConfluentConsumer.Id(c.TopicPartition), c => c.Offset.Value);
    }

    public void Dispose()
    {
        _batch?.Dispose();
        _consumer.Close();
        _consumer.Dispose();
    }

    private static void Call(string operation, Action action)
    {
        try
        {
            action();
        }
        catch (KafkaException e)
        {
            throw KafkaErrors.Map(operation, e);
        }
    }
}
