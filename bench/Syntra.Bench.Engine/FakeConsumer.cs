using System.Buffers.Text;
using Syntra.Streams.Runtime;

namespace Syntra.Bench.Engine;

/// <summary>Hands out records as fast as they are asked for; like a real client it makes new arrays for each: 14-byte keys of 10,000 kinds, 100-byte values.</summary>
internal sealed class FakeConsumer(string topic, int records) : IStreamConsumer
{
    private static readonly byte[] Value = [.. Enumerable.Repeat((byte)'v', 100)];
    private readonly ManualResetEventSlim _idle = new();
    private IAssignmentListener? _listener;
    private bool _assigned;
    private int _next;

    /// <summary>Set once every record was taken.</summary>
    public bool Exhausted => _next >= records;

    public object GroupMetadata => this;

    public void Subscribe(IReadOnlyList<string> topics, IAssignmentListener listener) => _listener = listener;

    public int Poll(int timeoutMs, int max, IRecordSink sink)
    {
        if (!_assigned)
        {
            _assigned = true;
            _listener!.Assigned([new PartitionId(topic, 0)]);
            return 0;
        }

        var taken = Math.Min(max, records - _next);
        for (var i = 0; i < taken; i++)
        {
            var record = Make(_next++);
            sink.Accept(topic, 0, in record);
        }

        if (taken == 0)
        {
            _idle.Wait(timeoutMs);
        }

        return taken;
    }

    /// <summary>The bare loop's view: the next record.</summary>
    public static RawRecord Make(int index)
    {
        var key = new byte[14];
        "customer-"u8.CopyTo(key);
        key.AsSpan(9).Fill((byte)'0');
        Utf8Formatter.TryFormat(10_000 + (index % 10_000), key.AsSpan(9), out _);
        return new RawRecord(key, Value.AsSpan().ToArray(), 1_700_000_000_000 + index, index, null);
    }

    public void Pause(IReadOnlyCollection<PartitionId> partitions)
    {
    }

    public void Resume(IReadOnlyCollection<PartitionId> partitions)
    {
    }

    public void Reposition(IReadOnlyDictionary<PartitionId, long?> positions)
    {
    }

    public void Commit(IReadOnlyCollection<PartitionOffset> offsets)
    {
    }

    public void Rejoin()
    {
    }

    public void Close()
    {
    }

    public void Dispose() => _idle.Dispose();
}
