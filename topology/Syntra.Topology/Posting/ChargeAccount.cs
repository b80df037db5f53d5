using Syntra.Contracts;

namespace Syntra.Topology.Posting;

/// <summary>The record account of one charge: every version received is in exactly one place, at all times.</summary>
internal static class ChargeAccount
{
    /// <summary>A charge of which nothing is known yet.</summary>
    public static PostedCharge Open(string recordId) => new()
    {
        RecordId = recordId,
        SourceVersion = long.MinValue,
        Status = ChargeStatus.NothingDue,
        Facility = Reference.Place.Unknown,
        Period = Reference.Place.Unknown,
        Amount = 0m,
        Money = false,
        Waiting = [],
        Effects = [],
        Received = 0,
        Applied = 0,
        ZeroDelta = 0,
        Stale = 0,
        DeadLettered = 0,
    };

    /// <summary>Versions that are neither done nor refused: the one in flight, parked or held, and those behind it.</summary>
    public static long Open(PostedCharge charge) => (charge.Current is null ? 0 : 1) + charge.Waiting.Count;

    /// <summary>Checks the account and what the status promises.</summary>
    public static void Check(PostedCharge charge)
    {
        var settled = charge.Applied + charge.ZeroDelta + charge.Stale + charge.DeadLettered;
        if (charge.Received != settled + Open(charge))
        {
            throw new InvalidOperationException(
                $"Charge {charge.RecordId}: {charge.Received} versions received, but {settled} settled and {Open(charge)} open.");
        }

        var isOpen = charge.Status is ChargeStatus.InFlight or ChargeStatus.Parked or ChargeStatus.Held;
        if (isOpen != charge.Current is not null || (charge.Status == ChargeStatus.InFlight) != charge.Pending is not null)
        {
            throw new InvalidOperationException($"Charge {charge.RecordId}: status {charge.Status} does not fit what is open.");
        }

        if ((charge.Status == ChargeStatus.Held) != charge.Review is not null || (charge.Worked is not null && charge.Current is not null))
        {
            throw new InvalidOperationException($"Charge {charge.RecordId}: status {charge.Status} does not fit its review or the version last worked on.");
        }

        if (charge.Waiting.Count > 0 && charge.Current is null)
        {
            throw new InvalidOperationException($"Charge {charge.RecordId}: versions wait, but for nothing.");
        }
    }
}
