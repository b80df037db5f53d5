using System.Security.Cryptography;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>
/// One consumer group: membership by the classic protocol (this file and Group.Rebalance.cs) and committed offsets
/// (Group.Offsets.cs). Every method expects the caller to hold <see cref="Gate"/>.
/// </summary>
internal sealed partial class Group(string id, TimeProvider time)
{
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> pendingIds = new(StringComparer.Ordinal);

    public Lock Gate { get; } = new();

    public string Id => id;

    public GroupState State { get; private set; } = GroupState.Empty;

    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public string? ProtocolName { get; private set; }

    public string? Leader { get; private set; }

    /// <summary>When the group last had no members any more; offsets expire from here.</summary>
    public long EmptySince { get; private set; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    public IReadOnlyCollection<Member> Members => members.Values;

    /// <summary>Nothing to remember: a name that a client asked about and never used.</summary>
    public bool IsVoid => State == GroupState.Empty && Generation == 0 && offsets.Count == 0 && pendingByProducer.Count == 0 && pendingIds.Count == 0;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public ErrorCode CheckMember(string memberId, string? instanceId)
    {
        if (State == GroupState.Dead)
        {
            return ErrorCode.UnknownMemberId;
        }

        if (instanceId is not null && instances.TryGetValue(instanceId, out var holder) && holder != memberId)
        {
            return ErrorCode.FencedInstanceId;
        }

        return members.ContainsKey(memberId) && (instanceId is null || instances.ContainsKey(instanceId))
            ? ErrorCode.None
            : ErrorCode.UnknownMemberId;
    }

    public ErrorCode Heartbeat(string memberId, string? instanceId, int generation)
    {
        var error = CheckMember(memberId, instanceId);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (generation != Generation)
        {
            return ErrorCode.IllegalGeneration;
        }

        members[memberId].LastSeen = Now;
        return State == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    /// <summary>A member leaves; a static one is named by its instance alone.</summary>
    public ErrorCode Leave(string memberId, string? instanceId)
    {
        if (memberId.Length == 0 && instanceId is not null)
        {
            if (!instances.TryGetValue(instanceId, out var holder))
            {
                return ErrorCode.UnknownMemberId;
            }

            memberId = holder;
        }

        if (pendingIds.Remove(memberId))
        {
            TryCompleteJoin();
            return ErrorCode.None;
        }

        var error = CheckMember(memberId, instanceId);
        if (error == ErrorCode.None)
        {
            Remove(members[memberId]);
        }

        return error;
    }

    /// <summary>Puts back what the group's log holds; members get a whole session to show themselves.</summary>
    public void Restore(GroupSnapshot snapshot)
    {
        members.Clear();
        instances.Clear();
        Generation = snapshot.Generation;
        ProtocolType = snapshot.ProtocolType.Length == 0 ? null : snapshot.ProtocolType;
        ProtocolName = snapshot.ProtocolName;
        Leader = snapshot.Leader;
        foreach (var member in snapshot.Members)
        {
            member.LastSeen = Now;
            members[member.Id] = member;
            if (member.InstanceId is not null)
            {
                instances[member.InstanceId] = member.Id;
            }
        }

        State = members.Count == 0 ? GroupState.Empty : GroupState.Stable;
        EmptySince = snapshot.Timestamp;
    }

    public GroupSnapshot Snapshot() => new(Id, ProtocolType ?? "", Generation, ProtocolName, Leader, Now, [.. members.Values]);

    public void Die() => State = State.To(GroupState.Dead);

    private static string NewMemberId(string prefix) => $"{prefix}-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    private void Remove(Member member)
    {
        member.Joining?.TrySetResult(new(ErrorCode.UnknownMemberId, member.Id));
        member.Syncing?.TrySetResult(new(ErrorCode.UnknownMemberId, []));
        members.Remove(member.Id);
        if (member.InstanceId is not null && instances.GetValueOrDefault(member.InstanceId) == member.Id)
        {
            instances.Remove(member.InstanceId);
        }

        if (Leader == member.Id)
        {
            Leader = members.Keys.FirstOrDefault();
        }

        if (State is GroupState.Stable or GroupState.CompletingRebalance)
        {
            PrepareRebalance();
        }

        TryCompleteJoin();
    }
}
