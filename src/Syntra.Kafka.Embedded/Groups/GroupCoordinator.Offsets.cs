using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>The transaction under which offsets are committed; <paramref name="Check"/> asks, under the log's lock, whether it is still open.</summary>
internal sealed record OffsetTransaction(long ProducerId, short Epoch, Func<ErrorCode> Check);

internal sealed partial class GroupCoordinator
{
    private const long VoidMs = 60_000;

    /// <summary>Commits offsets for one group; the answer is per partition, in the order asked.</summary>
    public IReadOnlyList<ErrorCode> Commit(
        string groupId, Committer committer, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> commits, OffsetTransaction? transaction)
    {
        if (groupId.Length == 0)
        {
            return Same(ErrorCode.InvalidGroupId, commits.Count);
        }

        if (committer.Generation >= 0 && Find(groupId) is null)
        {
            return Same(ErrorCode.IllegalGeneration, commits.Count);
        }

        var group = Ensure(groupId);
        lock (group.Gate)
        {
            var refused = group.CheckCommit(committer, transaction is not null);
            return refused == ErrorCode.None ? Commit(group, commits, transaction) : Same(refused, commits.Count);
        }
    }

    /// <summary>Called after the transaction's marker is in <see cref="Log"/>.</summary>
    public void EndTransaction(long producerId, bool commit)
    {
        foreach (var group in groups.Values)
        {
            lock (group.Gate)
            {
                group.EndTransaction(producerId, commit);
            }
        }
    }

    public ErrorCode DeleteOffset(Group group, TopicPartition partition)
    {
        lock (group.Gate)
        {
            if (group.IsSubscribed(partition.Topic))
            {
                return ErrorCode.GroupSubscribedToTopic;
            }

            if (!group.Offsets.ContainsKey(partition))
            {
                return topics.Find(partition.Topic, partition.Partition) is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.None;
            }

            var error = Write([(GroupLogFormat.EncodeOffsetKey(group.Id, partition), null)]);
            if (error == ErrorCode.None)
            {
                group.RemoveOffset(partition);
            }

            return error;
        }
    }

    /// <summary>A deleted topic takes its committed offsets along.</summary>
    public void ForgetTopic(string topic)
    {
        foreach (var group in groups.Values)
        {
            lock (group.Gate)
            {
                var gone = group.Offsets.Keys.Where(p => p.Topic == topic).ToArray();
                Write([.. gone.Select(p => (GroupLogFormat.EncodeOffsetKey(group.Id, p), (byte[]?)null))]);
                foreach (var partition in gone)
                {
                    group.RemoveOffset(partition);
                }
            }
        }
    }

    /// <summary>Drops offsets of groups that have been empty for longer than the retention, and then the groups.</summary>
    public void ExpireOffsets()
    {
        foreach (var group in groups.Values)
        {
            bool expired;
            lock (group.Gate)
            {
                if (group.IsVoid && Now - group.EmptySince > VoidMs)
                {
                    group.Die();
                    groups.TryRemove(group.Id, out _);
                    continue;
                }

                var newest = group.Offsets.Values.Select(o => o.Timestamp).Append(group.EmptySince).Max();
                expired = group.State == GroupState.Empty && !group.HasPendingTransactions && Now - newest > limits.OffsetRetentionMs;
            }

            if (expired)
            {
                Delete(group.Id);
            }
        }
    }

    private static ErrorCode[] Same(ErrorCode error, int count)
    {
        var result = new ErrorCode[count];
        Array.Fill(result, error);
        return result;
    }

    private ErrorCode[] Commit(
        Group group, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> commits, OffsetTransaction? transaction)
    {
        var result = commits.Select(c => Check(c.Partition, c.Offset)).ToArray();
        var accepted = commits.Where((_, i) => result[i] == ErrorCode.None).ToArray();
        var entries = accepted.Select(c =>
            (GroupLogFormat.EncodeOffsetKey(group.Id, c.Partition), (byte[]?)GroupLogFormat.EncodeOffset(c.Offset))).ToArray();
        var error = Write(entries, transaction);
        if (error != ErrorCode.None)
        {
            return [.. result.Select(r => r == ErrorCode.None ? error : r)];
        }

        foreach (var (partition, offset) in accepted)
        {
            if (transaction is null)
            {
                group.SetOffset(partition, offset);
            }
            else
            {
                group.SetPending(transaction.ProducerId, partition, offset);
            }
        }

        return result;
    }

    private ErrorCode Check(TopicPartition partition, CommittedOffset offset) =>
        topics.Find(partition.Topic, partition.Partition) is null ? ErrorCode.UnknownTopicOrPartition
        : offset.Metadata.Length > LargestMetadata ? ErrorCode.OffsetMetadataTooLarge
        : ErrorCode.None;
}
