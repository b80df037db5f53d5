using Syntra.Contracts;
using Syntra.Simulation.Setup;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Simulation.Mutants;

/// <summary>Rules of the product that are broken on purpose, one at a time, to see that a history notices.</summary>
internal static class Mutant
{
    private static readonly Dictionary<string, Mutation> ByName = new(StringComparer.Ordinal)
    {
        // A reversal takes today's accounts instead of the original lines.
        ["recompute-reversal-split"] = Machine(parts => new RecomputedReversals(parts.Make())),

        // A closed period counts as open when a period is chosen.
        ["post-into-closed-period"] = Machine(parts => parts.Make(reference: new AllOpen(parts.Reference))),

        // A version that is older than one already seen is worked on.
        ["apply-stale-version"] = Machine(parts => new StaleVersions(parts.Make())),

        // A charge that arrives after its encounter was voided is posted.
        ["forget-late-charge-of-void-encounter"] = Machine(parts => new FirstVersionsElsewhere(parts.Make(), parts.Make(encounters: new NeverVoid(parts.Encounters)))),

        // One person may approve twice where the rule asks for two.
        ["approve-twice"] = Machine(parts => new ManyFacedApprovers(parts.Make())),

        // The sign of a credit row is flipped once more.
        ["double-flip-credit"] = Machine(parts => new FlippedCredits(parts.Make())),

        // The delivery blames the period, whatever Fusion had against the lines.
        ["blame-closed-period"] = new Mutation { Receipt = receipt => receipt.Outcome == ReceiptOutcome.Rejected ? receipt with { ReasonCode = "EP01" } : receipt },

        // The poller does not look back for rows that were stamped before its position and committed behind it.
        ["poll-without-overlap"] = new Mutation { WithoutOverlap = true },

        // The poller's watermark is committed before its records.
        ["watermark-before-rows"] = new Mutation { WatermarksFirst = true },

        // The period publisher trusts its own memory, so a late calendar of another one stays.
        ["publish-calendar-by-memory"] = new Mutation { CalendarsByMemory = true },
    };

    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>What is broken under a name; nothing where the name is null.</summary>
    /// <exception cref="ArgumentException">There is no such mutant.</exception>
    public static Mutation Of(string? name) => name is null ? Mutation.None
        : ByName.TryGetValue(name, out var mutation) ? mutation
        : throw new ArgumentException($"There is no mutant '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));

    private static Mutation Machine(Func<Parts, IChargeMachine> of) => new() { Machine = (reference, encounters) => of(new Parts(reference, encounters)) };

    private sealed record Parts(IReferenceData Reference, IEncounterStates Encounters)
    {
        private static readonly SimTokens Tokens = new();

        public ChargeMachine Make(IReferenceData? reference = null, IEncounterStates? encounters = null) =>
            new(SimHost.Tenant, reference ?? Reference, encounters ?? Encounters, Tokens);
    }
}
