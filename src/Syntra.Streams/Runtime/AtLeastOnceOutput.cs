using Syntra.Streams.Errors;

namespace Syntra.Streams.Runtime;

/// <summary>At-least-once output: one idempotent producer; a commit waits until everything is acknowledged, then commits the offsets.</summary>
internal sealed class AtLeastOnceOutput(
    Func<IStreamProducer> create, Func<string, int> partitionCount, Action<IReadOnlyCollection<PartitionOffset>> commitOffsets, Checkpointer checkpoints)
    : IThreadOutput
{
    private IStreamProducer? _producer;

    public bool Idle => true;

    public bool HasUncommitted { get; private set; }

    public void Start() => _producer ??= create();

    public void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        HasUncommitted = true;
        try
        {
            _producer!.Produce(topic, partition, key, value, timestamp, headers);
        }
        catch (ClientException e) when (e.Kind == ErrorKind.Refused)
        {
            throw new OutputRefusedException(topic, e);
        }
    }

    public int PartitionCount(string topic) => partitionCount(topic);

    public void BeginCommit(CommitBatch batch)
    {
        _producer!.Flush();
        if (batch.Offsets.Count > 0)
        {
            commitOffsets(batch.Offsets);
        }

        HasUncommitted = false;
        checkpoints.Committed(batch.Stores);
    }

    public void WaitCommitted()
    {
        // Commits are done when BeginCommit returns.
    }

    public void Reset(bool fenced)
    {
        // A producer that lost a record stays marked, so it is replaced.
        _producer?.Dispose();
        _producer = null;
        HasUncommitted = false;
        Start();
    }

    public void Dispose() => _producer?.Dispose();
}
