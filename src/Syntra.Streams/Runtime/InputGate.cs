namespace Syntra.Streams.Runtime;

/// <summary>The door between a thread's consumer and its tasks' queues: routes records, pauses what must wait, resumes what may go on.</summary>
internal sealed class InputGate(TaskManager tasks, IStreamConsumer consumer, int queueLimit) : IRecordSink
{
    private readonly HashSet<PartitionId> _toPause = [];
    private readonly HashSet<PartitionId> _toResume = [];
    private PartitionQueue? _last;

    /// <summary>True when a partition's end showed that a later position can be committed.</summary>
    public bool PositionsMoved { get; set; }

    /// <summary>True when partitions wait to be paused, so that the next poll must not wait.</summary>
    public bool HasPending => _toPause.Count > 0;

    public void Accept(string topic, int partition, in RawRecord record) => QueueOf(topic, partition)?.Enqueue(in record);

    public void End(string topic, int partition, long offset)
    {
        if (QueueOf(topic, partition) is { } queue)
        {
            queue.ReachedEnd(offset);
            PositionsMoved |= queue.NextOffset is not null && queue.NextOffset != queue.CommittedOffset;
        }
    }

    /// <summary>New partitions: those in <paramref name="wait"/> are paused until their tasks are restored.</summary>
    public void Assigned(IReadOnlyCollection<PartitionId> partitions, IReadOnlyCollection<PartitionId> wait)
    {
        _last = null;
        _toPause.UnionWith(wait);

        // A partition that was paused in an earlier assignment may come back paused.
        _toResume.UnionWith(partitions.Except(wait));
    }

    public void Gone(IReadOnlyCollection<PartitionId> partitions)
    {
        _last = null;
        _toPause.ExceptWith(partitions);
        _toResume.ExceptWith(partitions);
    }

    public void ApplyPending()
    {
        if (_toPause.Count > 0)
        {
            consumer.Pause(_toPause);
            _toPause.Clear();
        }

        if (_toResume.Count > 0)
        {
            consumer.Resume(_toResume);
            _toResume.Clear();
        }
    }

    /// <summary>Pauses partitions whose queue is full, resumes those whose queue is half empty again.</summary>
    public void BackPressure()
    {
        foreach (var task in tasks.Running)
        {
            foreach (var queue in task.Queues)
            {
                if (queue.Paused ? queue.Count <= queueLimit / 2 : queue.Count >= queueLimit)
                {
                    Toggle(queue);
                }
            }
        }
    }

    private void Toggle(PartitionQueue queue)
    {
        queue.Paused = !queue.Paused;
        if (queue.Paused)
        {
            consumer.Pause([queue.Id]);
        }
        else
        {
            consumer.Resume([queue.Id]);
        }
    }

    private PartitionQueue? QueueOf(string topic, int partition)
    {
        if (_last is { } last && last.Partition == partition && last.Topic == topic)
        {
            return last;
        }

        return _last = tasks.QueueOf(new PartitionId(topic, partition));
    }
}
