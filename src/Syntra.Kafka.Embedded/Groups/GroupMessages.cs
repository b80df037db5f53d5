using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>One protocol (assignor) that a member can do, with its subscription.</summary>
internal sealed record GroupProtocol(string Name, byte[] Metadata);

internal sealed record JoinRequest(
    string GroupId, string MemberId, string? InstanceId, string ProtocolType, IReadOnlyList<GroupProtocol> Protocols,
    int SessionTimeoutMs, int RebalanceTimeoutMs, string ClientId, string ClientHost)
{
    /// <summary>From version 4 on a new member is first told its id and joins with it.</summary>
    public bool MustKnowMemberId { get; init; }

    /// <summary>From version 9 on a leader can be told to keep the assignment as it is.</summary>
    public bool CanSkipAssignment { get; init; }
}

internal sealed record JoinResult(ErrorCode Error, string MemberId)
{
    public int Generation { get; init; } = -1;

    public string? ProtocolType { get; init; }

    public string? ProtocolName { get; init; }

    public string Leader { get; init; } = "";

    public bool SkipAssignment { get; init; }

    public IReadOnlyList<(string MemberId, string? InstanceId, byte[] Metadata)> Members { get; init; } = [];
}

internal sealed record SyncRequest(
    string GroupId, int Generation, string MemberId, string? InstanceId, string? ProtocolType, string? ProtocolName,
    IReadOnlyDictionary<string, byte[]> Assignments);

internal sealed record SyncResult(ErrorCode Error, byte[] Assignment, string? ProtocolType = null, string? ProtocolName = null);

internal readonly record struct TopicPartition(string Topic, int Partition);

internal sealed record CommittedOffset(long Offset, int LeaderEpoch, string Metadata, long Timestamp);

/// <summary>Who commits: a member of a generation, or nobody (-1, "") for a client that assigns partitions itself.</summary>
internal sealed record Committer(int Generation, string MemberId, string? InstanceId);
