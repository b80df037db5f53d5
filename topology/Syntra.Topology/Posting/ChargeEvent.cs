using Syntra.Contracts;
using static Syntra.Contracts.ChargeStatus;

namespace Syntra.Topology.Posting;

/// <summary>What can happen to a charge.</summary>
internal enum ChargeEvent
{
    /// <summary>A raw version came.</summary>
    Received,

    /// <summary>Fusion accepted the instruction in flight.</summary>
    Accepted,

    /// <summary>Fusion refused the instruction in flight.</summary>
    Refused,

    /// <summary>The row that a parked charge waits for is there.</summary>
    RowArrived,

    /// <summary>The encounter that the charge belongs to has changed.</summary>
    EncounterChanged,

    /// <summary>A person decided about the open review item.</summary>
    Decided,

    /// <summary>A dead-lettered version is to be taken up again.</summary>
    Redriven,

    /// <summary>The source's row was purged, which changes nothing.</summary>
    Purged,
}

/// <summary>
/// The statuses that each event may lead to. Waiting versions are worked on within the step that frees the charge, and so is a change of
/// its encounter that came meanwhile, so such a step may lead to any status.
/// </summary>
internal static class ChargeTransitions
{
    private static readonly ChargeStatus[] Any = [NothingDue, InFlight, Posted, Parked, Held, DeadLettered];

    private static readonly Dictionary<(ChargeStatus From, ChargeEvent On), ChargeStatus[]> Table = new()
    {
        [(NothingDue, ChargeEvent.Received)] = [NothingDue, InFlight, Parked, Held, DeadLettered],
        [(Posted, ChargeEvent.Received)] = [Posted, InFlight, Parked, Held, DeadLettered],
        [(DeadLettered, ChargeEvent.Received)] = Any,
        [(Parked, ChargeEvent.Received)] = Any,
        [(Held, ChargeEvent.Received)] = Any,
        [(InFlight, ChargeEvent.Received)] = [InFlight],
        [(InFlight, ChargeEvent.Accepted)] = Any,
        [(InFlight, ChargeEvent.Refused)] = Any,
        [(Parked, ChargeEvent.RowArrived)] = Any,
        [(NothingDue, ChargeEvent.EncounterChanged)] = [NothingDue, InFlight, Parked, Held, DeadLettered],
        [(Posted, ChargeEvent.EncounterChanged)] = [Posted, InFlight, Parked, Held, DeadLettered],
        [(DeadLettered, ChargeEvent.EncounterChanged)] = Any,
        [(Parked, ChargeEvent.EncounterChanged)] = Any,
        [(Held, ChargeEvent.EncounterChanged)] = Any,
        [(Held, ChargeEvent.Decided)] = Any,
        [(DeadLettered, ChargeEvent.Redriven)] = Any,
        [(NothingDue, ChargeEvent.Purged)] = [NothingDue],
        [(InFlight, ChargeEvent.Purged)] = [InFlight],
        [(Posted, ChargeEvent.Purged)] = [Posted],
        [(Parked, ChargeEvent.Purged)] = [Parked],
        [(Held, ChargeEvent.Purged)] = [Held],
        [(DeadLettered, ChargeEvent.Purged)] = [DeadLettered],
    };

    /// <summary>Every legal step, for the tests.</summary>
    public static IReadOnlyDictionary<(ChargeStatus From, ChargeEvent On), ChargeStatus[]> All => Table;

    /// <summary>Stops at a step that the table does not have, before it can reach the store.</summary>
    public static void Check(string recordId, ChargeStatus from, ChargeEvent on, ChargeStatus to)
    {
        if (!Table.TryGetValue((from, on), out var allowed) || !allowed.Contains(to))
        {
            throw new InvalidOperationException($"Charge {recordId}: {on} must not lead from {from} to {to}.");
        }
    }
}
