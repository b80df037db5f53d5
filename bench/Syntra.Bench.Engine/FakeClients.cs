using Syntra.Streams;
using Syntra.Streams.Runtime;
using Syntra.Streams.Standbys;

namespace Syntra.Bench.Engine;

/// <summary>Clients without a network: one partition with a given number of records, and producers that count.</summary>
internal sealed class FakeClients(string topic, int records, IFollowerConsumer? follower = null) : IClients
{
    public FakeConsumer Consumer { get; } = new(topic, records);

    public long Produced { get; private set; }

    public IStreamConsumer CreateConsumer(string clientId) => Consumer;

    public IStreamProducer CreateProducer(string clientId, string? transactionalId) => new FakeProducer(this);

    public IFollowerConsumer CreateFollower(string clientId) => follower ?? new FakeFollower();

    public IReadOnlyDictionary<PartitionId, long> EndOffsets(IReadOnlyCollection<PartitionId> partitions) => partitions.ToDictionary(p => p, _ => 0L);

    public IReadOnlyDictionary<PartitionId, long> StableOffsets(IReadOnlyCollection<PartitionId> partitions) => EndOffsets(partitions);

    public void DeleteRecords(IReadOnlyDictionary<PartitionId, long> before)
    {
    }

    public int PartitionCount(string topic) => 1;

    public GroupView DescribeGroup() => new(false, new Dictionary<string, IReadOnlyCollection<PartitionId>>());

    public void Dispose()
    {
    }

    private sealed class FakeProducer(FakeClients owner) : IStreamProducer
    {
        public void InitTransactions()
        {
        }

        public void BeginTransaction()
        {
        }

        public void Produce(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers) => owner.Produced++;

        public void Flush()
        {
        }

        public void SendOffsets(IReadOnlyCollection<PartitionOffset> offsets, object groupMetadata)
        {
        }

        public void CommitTransaction()
        {
        }

        public void AbortTransaction()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class FakeFollower : IFollowerConsumer
    {
        public void Follow(PartitionId partition, long? offset)
        {
        }

        public void Unfollow(PartitionId partition)
        {
        }

        public int Poll(int timeoutMs, int max, IRecordSink sink) => 0;

        public IReadOnlyDictionary<PartitionId, long> Committed(IReadOnlyCollection<PartitionId> partitions) => new Dictionary<PartitionId, long>();

        public void Dispose()
        {
        }
    }
}
