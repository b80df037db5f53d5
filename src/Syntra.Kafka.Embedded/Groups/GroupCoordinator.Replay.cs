using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Groups;

internal sealed partial class GroupCoordinator
{
    /// <summary>Rebuilds groups and offsets from the log; offsets of transactions count from the commit marker on.</summary>
    private void Replay() => LogReplay.Run(Log, (batch, header) =>
    {
        if (header.IsControl)
        {
            if (ControlMarker.TryRead(batch.Span, header, out var commit, out _))
            {
                EndTransaction(header.ProducerId, commit);
            }

            return;
        }

        var reader = new RecordReader(batch.Span[BatchHeader.Size..], header);
        while (reader.Next())
        {
            var (groupId, partition) = GroupLogFormat.DecodeKey(reader.Key);
            if (partition is { } p)
            {
                ReplayOffset(groupId, p, reader.HasValue ? GroupLogFormat.DecodeOffset(reader.Value) : null, header);
            }
            else if (reader.HasValue)
            {
                Ensure(groupId).Restore(GroupLogFormat.DecodeGroup(groupId, reader.Value));
            }
            else
            {
                groups.TryRemove(groupId, out _);
            }
        }
    });

    private void ReplayOffset(string groupId, TopicPartition partition, CommittedOffset? offset, BatchHeader header)
    {
        if (offset is null)
        {
            Find(groupId)?.RemoveOffset(partition);
        }
        else if (header.IsTransactional)
        {
            Ensure(groupId).SetPending(header.ProducerId, partition, offset);
        }
        else
        {
            Ensure(groupId).SetOffset(partition, offset);
        }
    }
}
