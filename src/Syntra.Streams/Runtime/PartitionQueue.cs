namespace Syntra.Streams.Runtime;

/// <summary>The records of one input partition that wait for their task; a ring that grows.</summary>
internal sealed class PartitionQueue(string topic, int partition, SourceNode source)
{
    private const int FirstSize = 16;

    // Many queues of a task never see a record, so the ring comes with the first.
    private RawRecord[] _ring = [];
    private int _head;

    public string Topic => topic;

    public int Partition => partition;

    public SourceNode Source => source;

    public int Count { get; private set; }

    /// <summary>True when the partition's end was reached and nothing came after it.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>True when the partition was paused because the queue is full.</summary>
    public bool Paused { get; set; }

    /// <summary>The offset to commit: one after the last record taken, or the partition's end when that was reached.</summary>
    public long? NextOffset { get; private set; }

    /// <summary>The offset that the last commit covered.</summary>
    public long? CommittedOffset { get; set; }

    public PartitionId Id { get; } = new(topic, partition);

    /// <summary>Timestamp of the first record.</summary>
    public long HeadTimestamp => _ring[_head].Timestamp;

    private long EndOffset { get; set; } = -1;

    public void Enqueue(in RawRecord record)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = record;
        Count++;
        AtEnd = false;
    }

    public void Dequeue(out RawRecord record)
    {
        record = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        NextOffset = Count == 0 && AtEnd ? Math.Max(EndOffset, record.Offset + 1) : record.Offset + 1;
    }

    /// <summary>The end was reached at <paramref name="offset"/>, which lies after transaction markers: committing it shows no lag.</summary>
    public void ReachedEnd(long offset)
    {
        (AtEnd, EndOffset) = (true, offset);
        if (Count == 0 && NextOffset is { } next && offset > next)
        {
            NextOffset = offset;
        }
    }

    public void Clear()
    {
        Array.Clear(_ring);
        (_head, Count, AtEnd, NextOffset, CommittedOffset) = (0, 0, false, null, null);
    }

    private void Grow()
    {
        var larger = new RawRecord[Math.Max(FirstSize, _ring.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        (_ring, _head) = (larger, 0);
    }
}
