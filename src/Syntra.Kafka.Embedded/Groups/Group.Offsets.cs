using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

internal sealed partial class Group
{
    private readonly Dictionary<TopicPartition, CommittedOffset> offsets = [];
    private readonly Dictionary<long, Dictionary<TopicPartition, CommittedOffset>> pendingByProducer = [];

    public IReadOnlyDictionary<TopicPartition, CommittedOffset> Offsets => offsets;

    public bool HasPendingTransactions => pendingByProducer.Count > 0;

    /// <summary>May this client commit now? A transaction's commit is let through while a rebalance completes, a plain one is not.</summary>
    public ErrorCode CheckCommit(Committer committer, bool transactional)
    {
        if (committer.Generation < 0 && committer.MemberId.Length == 0 && committer.InstanceId is null)
        {
            return State == GroupState.Empty || transactional ? ErrorCode.None : ErrorCode.UnknownMemberId;
        }

        if (committer.Generation < 0 && State == GroupState.Empty)
        {
            return ErrorCode.None;
        }

        var error = CheckMember(committer.MemberId, committer.InstanceId);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (committer.Generation != Generation)
        {
            return ErrorCode.IllegalGeneration;
        }

        members[committer.MemberId].LastSeen = Now;
        return State == GroupState.CompletingRebalance && !transactional ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public void SetOffset(TopicPartition partition, CommittedOffset offset) => offsets[partition] = offset;

    public bool RemoveOffset(TopicPartition partition) => offsets.Remove(partition);

    public void SetPending(long producerId, TopicPartition partition, CommittedOffset offset)
    {
        if (!pendingByProducer.TryGetValue(producerId, out var pending))
        {
            pendingByProducer[producerId] = pending = [];
        }

        pending[partition] = offset;
    }

    public bool IsPending(TopicPartition partition) => pendingByProducer.Values.Any(p => p.ContainsKey(partition));

    public void EndTransaction(long producerId, bool commit)
    {
        if (!pendingByProducer.Remove(producerId, out var pending) || !commit)
        {
            return;
        }

        foreach (var (partition, offset) in pending)
        {
            offsets[partition] = offset;
        }
    }

    /// <summary>Does any member's subscription name this topic? Read from the consumer protocol's metadata.</summary>
    public bool IsSubscribed(string topic) => State != GroupState.Empty && ProtocolType == "consumer"
        && members.Values.Any(m => m.Protocols.Any(p => ConsumerSubscription.Names(p.Metadata, topic)));
}
