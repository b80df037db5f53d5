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
}

/// <summary>
/// The statuses that each event may lead to. Waiting versions are worked on within the step that frees the charge, so a receipt
/// may lead to any status. A held charge is decided by a person; no event of this table touches it.
/// </summary>
internal static class ChargeTransitions
{
    private static readonly Dictionary<(ChargeStatus From, ChargeEvent On), ChargeStatus[]> Table = new()
    {
        [(NothingDue, ChargeEvent.Received)] = [NothingDue, InFlight, Parked, DeadLettered],
        [(Posted, ChargeEvent.Received)] = [Posted, InFlight, Parked, DeadLettered],
        [(DeadLettered, ChargeEvent.Received)] = [DeadLettered, NothingDue, Posted, InFlight, Parked],
        [(Parked, ChargeEvent.Received)] = [Parked, NothingDue, Posted, InFlight, DeadLettered],
        [(InFlight, ChargeEvent.Received)] = [InFlight],
        [(InFlight, ChargeEvent.Accepted)] = [Posted, NothingDue, InFlight, Parked, DeadLettered],
        [(InFlight, ChargeEvent.Refused)] = [DeadLettered, InFlight, Parked, Posted, NothingDue],
        [(Parked, ChargeEvent.RowArrived)] = [Parked, NothingDue, Posted, InFlight, DeadLettered],
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
