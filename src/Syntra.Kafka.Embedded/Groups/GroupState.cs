using System.Collections.Frozen;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>States of a classic consumer group, by Kafka's names.</summary>
internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
}

/// <summary>Which state may follow which.</summary>
internal static class GroupTransitions
{
    private static readonly FrozenSet<(GroupState From, GroupState To)> Allowed = new[]
    {
        (GroupState.Empty, GroupState.PreparingRebalance),
        (GroupState.Empty, GroupState.Dead),
        (GroupState.PreparingRebalance, GroupState.CompletingRebalance),
        (GroupState.PreparingRebalance, GroupState.Empty),
        (GroupState.CompletingRebalance, GroupState.Stable),
        (GroupState.CompletingRebalance, GroupState.PreparingRebalance),
        (GroupState.Stable, GroupState.PreparingRebalance),
    }.ToFrozenSet();

    public static GroupState To(this GroupState from, GroupState to) => Allowed.Contains((from, to))
        ? to
        : throw new InvalidOperationException($"a group cannot go from {from} to {to}");
}
