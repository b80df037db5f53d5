using Syntra.Contracts;
using static Syntra.Contracts.ObjectStatus;

namespace Syntra.Topology.Objects.Posting;

/// <summary>What can happen to an object.</summary>
internal enum ObjectEvent
{
    /// <summary>A version came.</summary>
    Received,

    /// <summary>Fusion acknowledged the instruction in flight, or said that a newer one was there before it.</summary>
    Settled,

    /// <summary>Fusion refused the instruction in flight, or nobody can say what became of it.</summary>
    Refused,

    /// <summary>The time of the first waiting version has come.</summary>
    Due,
}

/// <summary>The statuses that each event may lead to.</summary>
internal static class ObjectTransitions
{
    private static readonly Dictionary<(ObjectStatus From, ObjectEvent On), ObjectStatus[]> Table = new()
    {
        [(NothingDue, ObjectEvent.Received)] = [NothingDue, InFlight, Scheduled, DeadLettered],
        [(Posted, ObjectEvent.Received)] = [Posted, InFlight, Scheduled, DeadLettered],
        [(DeadLettered, ObjectEvent.Received)] = [DeadLettered, NothingDue, Posted, InFlight, Scheduled],
        [(Scheduled, ObjectEvent.Received)] = [Scheduled],
        [(Parked, ObjectEvent.Received)] = [Parked, InFlight, Posted, NothingDue],
        [(Held, ObjectEvent.Received)] = [Held, InFlight, Posted, NothingDue],
        [(InFlight, ObjectEvent.Received)] = [InFlight],
        [(InFlight, ObjectEvent.Settled)] = [Posted, NothingDue, InFlight, Scheduled],
        [(InFlight, ObjectEvent.Refused)] = [DeadLettered, Parked, Held, InFlight, Scheduled, Posted, NothingDue],
        [(Scheduled, ObjectEvent.Due)] = [InFlight, Posted, NothingDue],
        [(Parked, ObjectEvent.Due)] = [InFlight, Posted, NothingDue],
    };

    /// <summary>Every legal step, for the tests.</summary>
    public static IReadOnlyDictionary<(ObjectStatus From, ObjectEvent On), ObjectStatus[]> All => Table;

    /// <summary>Stops at a step that the table does not have, before it can reach the store.</summary>
    public static void Check(PostedObject before, ObjectEvent on, PostedObject after)
    {
        if (!Table.TryGetValue((before.Status, on), out var allowed) || !allowed.Contains(after.Status))
        {
            throw new InvalidOperationException($"Object {after.ObjectKey}: {on} must not lead from {before.Status} to {after.Status}.");
        }
    }
}
