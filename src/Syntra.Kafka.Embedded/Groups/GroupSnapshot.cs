namespace Syntra.Kafka.Embedded.Groups;

/// <summary>What the group's log remembers of a generation.</summary>
internal sealed record GroupSnapshot(
    string GroupId, string ProtocolType, int Generation, string? ProtocolName, string? Leader, long Timestamp, IReadOnlyList<Member> Members);
