using Syntra.Streams.Errors;

namespace Syntra.Streams.Runtime;

/// <summary>
/// Exactly-once output that does not stop while a transaction commits. Two transactional producers take turns: while one
/// commits in the background, records go into the next transaction on the other.
/// <para>Why this is as safe as one producer:</para>
/// <list type="bullet">
/// <item>Order in a partition: a record of the next transaction leaves only after every record of the previous one was
/// acknowledged; until then it is held back in memory. Read_committed readers see no record of the later transaction before
/// the earlier one's fate is decided, since the earlier one starts at a lower offset and holds the last stable offset.</item>
/// <item>Order of decisions: the next transaction sends its offsets and commits only after the previous commit has
/// succeeded. If it failed, both are aborted and the tasks start again from what is committed.</item>
/// <item>Zombies: offsets are sent with the group membership under which they were read; after a rebalance the coordinator
/// refuses them for either producer, so neither transaction can commit. A restarted instance initialises both ids, which
/// aborts what either left open.</item>
/// </list>
/// </summary>
internal sealed class ExactlyOnceOutput : IThreadOutput
{
    private const int MaxHeld = 50_000;
    private readonly Func<int, IStreamProducer> _create;
    private readonly Func<string, int> _partitionCount;
    private readonly Checkpointer _checkpoints;
    private readonly CommitWorker _worker;
    private readonly IStreamProducer?[] _producers = new IStreamProducer?[2];
    private readonly bool[] _open = new bool[2];
    private readonly List<Held> _held = [];
    private int _active;
    private CommitJob? _underWay;

    public ExactlyOnceOutput(string name, Func<int, IStreamProducer> create, Func<string, int> partitionCount, Checkpointer checkpoints)
    {
        (_create, _partitionCount, _checkpoints) = (create, partitionCount, checkpoints);
        _worker = new CommitWorker($"{name}-commit");
    }

    public bool Idle
    {
        get
        {
            if (_underWay is { IsDone: true } job)
            {
                Finish(job);
            }

            return _underWay is null;
        }
    }

    public bool HasUncommitted => _open[_active] || _held.Count > 0;

    public void Start()
    {
        for (var slot = 0; slot < 2; slot++)
        {
            _producers[slot] ??= _create(slot);
            _producers[slot]!.InitTransactions();
        }
    }

    public void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        if (_underWay is not null && HoldsBack(topic, partition, key, value, timestamp, headers))
        {
            return;
        }

        Open();
        try
        {
            _producers[_active]!.Produce(topic, partition, key, value, timestamp, headers);
        }
        catch (ClientException e) when (e.Kind == ErrorKind.Refused)
        {
            throw new OutputRefusedException(topic, e);
        }
    }

    public int PartitionCount(string topic) => _partitionCount(topic);

    public void BeginCommit(CommitBatch batch)
    {
        Open();
        var producer = _producers[_active]!;
        _active = 1 - _active;
        _underWay = new CommitJob(job => Commit(job, producer, batch));
        _worker.Run(_underWay);
    }

    public void WaitCommitted()
    {
        if (_underWay is { } job)
        {
            job.Wait();
            Finish(job);
        }
    }

    public void Reset(bool fenced)
    {
        _underWay?.Wait();
        _underWay = null;
        _held.Clear();
        var replace = fenced;
        for (var slot = 0; slot < 2 && !replace; slot++)
        {
            replace = _open[slot] && !TryAbort(slot);
        }

        if (replace)
        {
            DisposeProducers();
            Start();
        }

        Array.Clear(_open);
    }

    public void Dispose()
    {
        _worker.Dispose();

        // What is open now will never commit; saying so spares readers the transaction timeout.
        for (var slot = 0; slot < 2; slot++)
        {
            if (_open[slot] && _producers[slot] is not null)
            {
                TryAbort(slot);
            }
        }

        DisposeProducers();
    }

    private void Commit(CommitJob job, IStreamProducer producer, CommitBatch batch)
    {
        producer.Flush();
        job.Flushed = true;
        if (batch.Offsets.Count > 0)
        {
            producer.SendOffsets(batch.Offsets, batch.GroupMetadata);
        }

        producer.CommitTransaction();
        _checkpoints.Committed(batch.Stores);
    }

    /// <summary>Aborts a producer's transaction; one that cannot do even that is replaced.</summary>
    private bool TryAbort(int slot)
    {
        try
        {
            _producers[slot]!.AbortTransaction();
            return true;
        }
        catch (ClientException)
        {
            return false;
        }
    }

    private void DisposeProducers()
    {
        for (var slot = 0; slot < 2; slot++)
        {
            _producers[slot]?.Dispose();
            _producers[slot] = null;
        }
    }

    private void Open()
    {
        if (!_open[_active])
        {
            _open[_active] = true;
            _producers[_active]!.BeginTransaction();
        }

        if (_held.Count > 0)
        {
            Release();
        }
    }

    /// <summary>Keeps a record in memory while records of the previous transaction are still on their way to the brokers.</summary>
    private bool HoldsBack(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        if (_underWay!.Flushed)
        {
            return false;
        }

        if (_underWay.IsDone)
        {
            // The commit failed before its records were acknowledged: say so now.
            Finish(_underWay);
            return false;
        }

        if (_held.Count >= MaxHeld)
        {
            _underWay.WaitFlushed();
            return false;
        }

        _held.Add(new Held(topic, partition, key, value, timestamp, headers));
        return true;
    }

    private void Release()
    {
        _underWay?.WaitFlushed();
        try
        {
            foreach (var held in _held)
            {
                _producers[_active]!.Produce(held.Topic, held.Partition, held.Key, held.Value, held.Timestamp, held.Headers);
            }
        }
        catch (ClientException e) when (e.Kind == ErrorKind.Refused)
        {
            // Whose record this was is no longer known: do it again, and it is refused where a handler can decide.
            throw new ClientException(ErrorKind.Abortable, e.Operation, e.Code, e);
        }

        _held.Clear();
    }

    private void Finish(CommitJob job)
    {
        _underWay = null;
        job.ThrowIfFailed();
        _open[1 - _active] = false;
    }

    private readonly record struct Held(string Topic, int Partition, byte[]? Key, byte[]? Value, long Timestamp, Headers? Headers);
}
