using System.Collections.Concurrent;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>Bounds on what clients may ask of a group.</summary>
internal sealed record GroupLimits(int MinSessionMs, int MaxSessionMs, int InitialDelayMs, long OffsetRetentionMs);

/// <summary>
/// All groups of the broker and their log, the compacted internal topic <see cref="TopicName"/>. Whatever a client is told was
/// written there first.
/// </summary>
internal sealed partial class GroupCoordinator
{
    public const string TopicName = "__consumer_offsets";
    private const int LargestMetadata = 4096;
    private readonly ConcurrentDictionary<string, Group> groups = new(StringComparer.Ordinal);
    private readonly TopicCatalog topics;
    private readonly TimeProvider time;
    private readonly GroupLimits limits;

    public GroupCoordinator(TopicCatalog topics, TimeProvider time, GroupLimits limits)
    {
        this.topics = topics;
        this.time = time;
        this.limits = limits;
        Log = InternalTopics.Ensure(topics, TopicName);
        Replay();
    }

    /// <summary>Transactions that commit offsets write their markers here too.</summary>
    public PartitionLog Log { get; }

    public IReadOnlyCollection<Group> All => [.. groups.Values];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Group? Find(string groupId) => groups.GetValueOrDefault(groupId);

    public Task<JoinResult> Join(JoinRequest request)
    {
        if (request.GroupId.Length == 0)
        {
            return Task.FromResult(new JoinResult(ErrorCode.InvalidGroupId, request.MemberId));
        }

        if (request.SessionTimeoutMs < limits.MinSessionMs || request.SessionTimeoutMs > limits.MaxSessionMs)
        {
            return Task.FromResult(new JoinResult(ErrorCode.InvalidSessionTimeout, request.MemberId));
        }

        if (request.MemberId.Length > 0 && Find(request.GroupId) is null)
        {
            return Task.FromResult(new JoinResult(ErrorCode.UnknownMemberId, request.MemberId));
        }

        return InGroup(Ensure(request.GroupId), g => g.Join(request));
    }

    public Task<SyncResult> Sync(SyncRequest request) => Find(request.GroupId) is { } group
        ? InGroup(group, g => g.Sync(request))
        : Task.FromResult(new SyncResult(ErrorCode.UnknownMemberId, []));

    public ErrorCode Heartbeat(string groupId, string memberId, string? instanceId, int generation) => Find(groupId) is { } group
        ? InGroup(group, g => g.Heartbeat(memberId, instanceId, generation))
        : ErrorCode.UnknownMemberId;

    public ErrorCode Leave(string groupId, string memberId, string? instanceId) => Find(groupId) is { } group
        ? InGroup(group, g => g.Leave(memberId, instanceId))
        : ErrorCode.UnknownMemberId;

    /// <summary>A group goes only when it has no members; its offsets go with it.</summary>
    public ErrorCode Delete(string groupId)
    {
        if (Find(groupId) is not { } group)
        {
            return ErrorCode.GroupIdNotFound;
        }

        lock (group.Gate)
        {
            if (group.State != GroupState.Empty)
            {
                return group.State == GroupState.Dead ? ErrorCode.GroupIdNotFound : ErrorCode.NonEmptyGroup;
            }

            var keys = group.Offsets.Keys.Select(p => GroupLogFormat.EncodeOffsetKey(groupId, p)).Append(GroupLogFormat.EncodeGroupKey(groupId));
            var error = Write([.. keys.Select(k => (k, (byte[]?)null))]);
            if (error == ErrorCode.None)
            {
                group.Die();
                groups.TryRemove(groupId, out _);
            }

            return error;
        }
    }

    /// <summary>Sessions, rebalance deadlines, expired offsets.</summary>
    public void Tick()
    {
        foreach (var group in groups.Values)
        {
            InGroup(group, g =>
            {
                g.Tick();
                return 0;
            });
        }
    }

    /// <summary>Runs under the group's lock, and writes the group to the log where the call ended a rebalance or emptied it.</summary>
    private T InGroup<T>(Group group, Func<Group, T> call)
    {
        lock (group.Gate)
        {
            var result = call(group);
            if (group.Changed)
            {
                group.Changed = false;
                Write([(GroupLogFormat.EncodeGroupKey(group.Id), GroupLogFormat.EncodeGroup(group.Snapshot()))]);
            }

            return result;
        }
    }

    private Group Ensure(string groupId) => groups.GetOrAdd(groupId, id => new Group(id, time) { InitialDelayMs = limits.InitialDelayMs });

    private ErrorCode Write(IReadOnlyList<(byte[] Key, byte[]? Value)> entries, OffsetTransaction? transaction = null)
    {
        if (entries.Count == 0)
        {
            return ErrorCode.None;
        }

        var builder = new BatchBuilder(Now)
        {
            ProducerId = transaction?.ProducerId ?? -1,
            ProducerEpoch = transaction?.Epoch ?? -1,
            Attributes = (short)(transaction is null ? 0 : 0x10),
        };
        foreach (var (key, value) in entries)
        {
            builder.Add(key, value, isNull: value is null);
        }

        var batch = builder.Build();
        return Log.Append(batch, BatchHeader.Read(batch), transaction?.Check).Error;
    }
}
