using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

internal sealed partial class Group
{
    private long rebalanceDeadline;
    private long syncDeadline;
    private long notBefore;

    /// <summary>How long an empty group waits for more members before its first rebalance completes.</summary>
    public int InitialDelayMs { get; init; }

    /// <summary>Set when a generation became stable or empty and is to be written to the log.</summary>
    public bool Changed { get; set; }

    public Task<JoinResult> Join(JoinRequest request)
    {
        if (State == GroupState.Dead)
        {
            return Task.FromResult(new JoinResult(ErrorCode.UnknownMemberId, request.MemberId));
        }

        if (request.Protocols.Count == 0 || request.ProtocolType.Length == 0 || (members.Count > 0 && !Supports(request)))
        {
            return Task.FromResult(new JoinResult(ErrorCode.InconsistentGroupProtocol, request.MemberId));
        }

        return request.MemberId.Length == 0 ? JoinNew(request) : JoinKnown(request);
    }

    public Task<SyncResult> Sync(SyncRequest request)
    {
        var error = CheckSync(request);
        if (error != ErrorCode.None)
        {
            return Task.FromResult(new SyncResult(error, []));
        }

        var member = members[request.MemberId];
        member.LastSeen = Now;
        if (State == GroupState.Stable)
        {
            return Task.FromResult(new SyncResult(ErrorCode.None, member.Assignment, ProtocolType, ProtocolName));
        }

        member.Syncing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = member.Syncing.Task;
        if (member.Id == Leader)
        {
            Assign(request.Assignments);
        }

        return waiting;
    }

    /// <summary>Moves on whatever time has moved on: sessions, the end of a join or sync phase, ids that were given out and never used.</summary>
    public void Tick()
    {
        var now = Now;
        foreach (var (pending, until) in pendingIds.ToArray())
        {
            if (now >= until)
            {
                pendingIds.Remove(pending);
            }
        }

        foreach (var member in members.Values.ToArray())
        {
            if (member.Joining is null && member.Syncing is null && now - member.LastSeen > member.SessionTimeoutMs)
            {
                Remove(member);
            }
        }

        if (State == GroupState.PreparingRebalance)
        {
            TryCompleteJoin();
        }
        else if (State == GroupState.CompletingRebalance && now >= syncDeadline)
        {
            foreach (var silent in members.Values.Where(m => m.Syncing is null).ToArray())
            {
                Remove(silent);
            }
        }
    }

    private Task<JoinResult> JoinNew(JoinRequest request)
    {
        if (request.InstanceId is not null)
        {
            return instances.TryGetValue(request.InstanceId, out var holder) ? ReplaceStatic(members[holder], request) : AddAndRebalance(request, null);
        }

        if (!request.MustKnowMemberId)
        {
            return AddAndRebalance(request, null);
        }

        var newId = NewMemberId(request.ClientId);
        pendingIds[newId] = Now + request.SessionTimeoutMs;
        return Task.FromResult(new JoinResult(ErrorCode.MemberIdRequired, newId));
    }

    private Task<JoinResult> JoinKnown(JoinRequest request)
    {
        if (pendingIds.Remove(request.MemberId))
        {
            return AddAndRebalance(request, request.MemberId);
        }

        var error = CheckMember(request.MemberId, request.InstanceId);
        if (error != ErrorCode.None)
        {
            return Task.FromResult(new JoinResult(error, request.MemberId));
        }

        var member = members[request.MemberId];
        var same = member.HasSameProtocols(request.Protocols);
        member.LastSeen = Now;
        if (same && (State == GroupState.CompletingRebalance || (State == GroupState.Stable && member.Id != Leader)))
        {
            return Task.FromResult(ResultFor(member));
        }

        Update(member, request);
        return Await(member);
    }

    /// <summary>
    /// A static member came back under its instance id. With the same subscription in a stable group it simply takes over the old
    /// assignment; the process that held the instance before is fenced.
    /// </summary>
    private Task<JoinResult> ReplaceStatic(Member old, JoinRequest request)
    {
        old.Joining?.TrySetResult(new(ErrorCode.FencedInstanceId, old.Id));
        old.Syncing?.TrySetResult(new(ErrorCode.FencedInstanceId, []));
        var wasLeader = Leader == old.Id;
        var unchanged = State == GroupState.Stable && old.MetadataFor(ProtocolName).AsSpan().SequenceEqual(
            request.Protocols.FirstOrDefault(p => p.Name == ProtocolName)?.Metadata);
        members.Remove(old.Id);
        var member = Add(request, NewMemberId(request.InstanceId!));
        member.Assignment = old.Assignment;
        Leader = wasLeader ? member.Id : Leader;
        if (!unchanged)
        {
            return Await(member);
        }

        Changed = true;
        var result = ResultFor(member);
        if (!wasLeader || request.CanSkipAssignment)
        {
            return Task.FromResult(result with { SkipAssignment = wasLeader });
        }

        // An old client would compute and send an assignment that nobody waits for: tell it that somebody else leads.
        return Task.FromResult(result with { Leader = old.Id, Members = [] });
    }

    private Task<JoinResult> AddAndRebalance(JoinRequest request, string? memberId) =>
        Await(Add(request, memberId ?? NewMemberId(request.InstanceId ?? request.ClientId)));

    private Member Add(JoinRequest request, string memberId)
    {
        var member = new Member(memberId, request.InstanceId, request.ClientId, request.ClientHost) { LastSeen = Now };
        Update(member, request);
        members[memberId] = member;
        ProtocolType = request.ProtocolType;
        Leader ??= memberId;
        if (request.InstanceId is not null)
        {
            instances[request.InstanceId] = memberId;
        }

        return member;
    }

    private static void Update(Member member, JoinRequest request)
    {
        member.Protocols = request.Protocols;
        member.SessionTimeoutMs = request.SessionTimeoutMs;
        member.RebalanceTimeoutMs = request.RebalanceTimeoutMs;
    }

    private Task<JoinResult> Await(Member member)
    {
        if (State != GroupState.PreparingRebalance)
        {
            PrepareRebalance();
        }

        member.Joining?.TrySetResult(new(ErrorCode.RebalanceInProgress, member.Id));
        member.Joining = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = member.Joining.Task;
        TryCompleteJoin();
        return waiting;
    }

    private bool Supports(JoinRequest request) => request.ProtocolType == ProtocolType
        && request.Protocols.Any(p => members.Values.Where(m => m.Id != request.MemberId).All(m => m.Protocols.Any(q => q.Name == p.Name)));

    private void PrepareRebalance()
    {
        notBefore = State == GroupState.Empty ? Now + InitialDelayMs : 0;
        State = State.To(GroupState.PreparingRebalance);
        foreach (var member in members.Values)
        {
            member.Syncing?.TrySetResult(new(ErrorCode.RebalanceInProgress, []));
            member.Syncing = null;
        }

        rebalanceDeadline = Now + members.Values.Select(m => m.RebalanceTimeoutMs).DefaultIfEmpty(0).Max();
    }

    private void TryCompleteJoin()
    {
        var late = Now >= rebalanceDeadline;
        var everyone = pendingIds.Count == 0 && members.Values.All(m => m.Joining is not null);
        if (State != GroupState.PreparingRebalance || Now < notBefore || (!late && !everyone))
        {
            return;
        }

        foreach (var absent in members.Values.Where(m => m.Joining is null && m.InstanceId is null).ToArray())
        {
            members.Remove(absent.Id);
        }

        if (members.Count == 0)
        {
            BecomeEmpty();
            return;
        }

        NextGeneration();
    }

    private void BecomeEmpty()
    {
        Generation++;
        Leader = null;
        ProtocolName = null;
        EmptySince = Now;
        Changed = true;
        State = State.To(GroupState.Empty);
    }

    private void NextGeneration()
    {
        Generation++;
        Leader = Leader is not null && members.TryGetValue(Leader, out var l) && l.Joining is not null
            ? Leader
            : members.Values.FirstOrDefault(m => m.Joining is not null)?.Id ?? members.Keys.First();
        ProtocolName = Vote();
        State = State.To(GroupState.CompletingRebalance);
        syncDeadline = Now + members.Values.Max(m => m.RebalanceTimeoutMs);
        foreach (var member in members.Values)
        {
            member.LastSeen = Now;
            member.Joining?.TrySetResult(ResultFor(member));
            member.Joining = null;
        }
    }

    /// <summary>Each member votes for the first of its protocols that all can do; most votes win.</summary>
    private string Vote() => members.Values
        .Select(m => m.Protocols.First(p => members.Values.All(o => o.Protocols.Any(q => q.Name == p.Name))).Name)
        .GroupBy(name => name, StringComparer.Ordinal).MaxBy(g => g.Count())!.Key;

    private JoinResult ResultFor(Member member) => new(ErrorCode.None, member.Id)
    {
        Generation = Generation,
        ProtocolType = ProtocolType,
        ProtocolName = ProtocolName,
        Leader = Leader ?? "",
        Members = member.Id == Leader ? [.. members.Values.Select(m => (m.Id, m.InstanceId, m.MetadataFor(ProtocolName)))] : [],
    };

    private ErrorCode CheckSync(SyncRequest request)
    {
        var error = CheckMember(request.MemberId, request.InstanceId);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (request.Generation != Generation)
        {
            return ErrorCode.IllegalGeneration;
        }

        if ((request.ProtocolType is not null && request.ProtocolType != ProtocolType)
            || (request.ProtocolName is not null && request.ProtocolName != ProtocolName))
        {
            return ErrorCode.InconsistentGroupProtocol;
        }

        return State == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private void Assign(IReadOnlyDictionary<string, byte[]> assignments)
    {
        State = State.To(GroupState.Stable);
        Changed = true;
        foreach (var member in members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id) ?? [];
            member.LastSeen = Now;
            member.Syncing?.TrySetResult(new(ErrorCode.None, member.Assignment, ProtocolType, ProtocolName));
            member.Syncing = null;
        }
    }
}
