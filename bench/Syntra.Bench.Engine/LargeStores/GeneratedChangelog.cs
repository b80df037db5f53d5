using Syntra.Streams.Runtime;

namespace Syntra.Bench.Engine.LargeStores;

/// <summary>A changelog without a broker: keys of sixteen bytes spread like hashes, values of a hundred.</summary>
internal sealed class GeneratedChangelog(PartitionId partition, int keys) : IFollowerConsumer
{
    private int _next;
    private bool _following;

    public static byte[] Key(int number)
    {
        var key = new byte[16];
        BitConverter.TryWriteBytes(key, unchecked((ulong)number * 0x9E3779B97F4A7C15UL));
        BitConverter.TryWriteBytes(key.AsSpan(8), number);
        return key;
    }

    public void Follow(PartitionId followed, long? offset) => (_following, _next) = (true, (int)(offset ?? 0));

    public void Unfollow(PartitionId followed) => _following = false;

    public int Poll(int timeoutMs, int max, IRecordSink sink)
    {
        var count = _following ? Math.Min(max, keys - _next) : 0;
        for (var i = 0; i < count; i++)
        {
            var record = new RawRecord(Key(_next), new byte[100], 0, _next, null);
            _next++;
            sink.Accept(partition.Topic, partition.Partition, in record);
        }

        if (_following && _next == keys)
        {
            sink.End(partition.Topic, partition.Partition, _next);
        }

        return count;
    }

    public IReadOnlyDictionary<PartitionId, long> Committed(IReadOnlyCollection<PartitionId> partitions) => new Dictionary<PartitionId, long>();

    public void Dispose()
    {
    }
}
