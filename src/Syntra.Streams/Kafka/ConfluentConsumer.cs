using Confluent.Kafka;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Kafka;

/// <summary>The group consumer of a stream thread, over Confluent.Kafka.</summary>
internal sealed class ConfluentConsumer : IStreamConsumer
{
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly bool _cooperative;
    private IAssignmentListener? _listener;
    private IReadOnlyList<string> _topics = [];
    private bool _closed;

    public ConfluentConsumer(IEnumerable<KeyValuePair<string, string>> settings, bool cooperative, Action<LogMessage> log)
    {
        _cooperative = cooperative;
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(settings)
            .SetKeyDeserializer(Deserializers.ByteArray)
            .SetValueDeserializer(Deserializers.ByteArray)
            .SetLogHandler((_, message) => log(message))
            .SetErrorHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) => _listener!.Assigned([.. partitions.Select(p => Id(p))]))
            .SetPartitionsRevokedHandler((_, partitions) => _listener!.Revoked([.. partitions.Select(p => Id(p.TopicPartition))]))
            .SetPartitionsLostHandler((_, partitions) => _listener!.Lost([.. partitions.Select(p => Id(p.TopicPartition))]))
            .Build();
    }

    public object GroupMetadata => _consumer.ConsumerGroupMetadata;

    public void Subscribe(IReadOnlyList<string> topics, IAssignmentListener listener)
    {
        (_topics, _listener) = (topics, listener);
        _consumer.Subscribe(topics);
    }

    public int Poll(int timeoutMs, int max, IRecordSink sink) => PollLoop.Run(_consumer, timeoutMs, max, sink);

    public void Pause(IReadOnlyCollection<PartitionId> partitions) => Call("pause", () => _consumer.Pause(partitions.Select(Tp)));

    public void Resume(IReadOnlyCollection<PartitionId> partitions) => Call("resume", () => _consumer.Resume(partitions.Select(Tp)));

    public void Reposition(IReadOnlyDictionary<PartitionId, long?> positions) => Call("reposition", () =>
    {
        var offsets = positions.Select(p => new TopicPartitionOffset(Tp(p.Key), p.Value is { } offset ? new Offset(offset) : Offset.Beginning)).ToList();
        if (_cooperative)
        {
            _consumer.IncrementalUnassign(positions.Keys.Select(Tp));
            _consumer.IncrementalAssign(offsets);
            return;
        }

        // Eager protocol: an assign replaces everything, so partitions that stay keep their position.
        var others = _consumer.Assignment.Where(p => !positions.ContainsKey(Id(p)))
            .Select(p => new TopicPartitionOffset(p, _consumer.Position(p) is { IsSpecial: false } at ? at : Offset.Unset));
        _consumer.Assign([.. others, .. offsets]);
    });

    public void Commit(IReadOnlyCollection<PartitionOffset> offsets) => Call("commit", () =>
        _consumer.Commit(offsets.Select(o => new TopicPartitionOffset(Tp(o.Partition), new Offset(o.Offset)))));

    public void Rejoin()
    {
        _consumer.Unsubscribe();
        _consumer.Subscribe(_topics);
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            Call("close", _consumer.Close);
        }
    }

    public void Dispose() => _consumer.Dispose();

    internal static TopicPartition Tp(PartitionId id) => new(id.Topic, new Partition(id.Partition));

    internal static PartitionId Id(TopicPartition partition) => new(partition.Topic, partition.Partition.Value);

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
