using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Simulation.Mutants;

/// <summary>Rules of the product that are broken on purpose, one at a time, to see that a history notices.</summary>
internal static class Mutant
{
    private static readonly Dictionary<string, Func<Parts, IChargeMachine>> ByName = new(StringComparer.Ordinal)
    {
        // A reversal takes today's accounts instead of the original lines.
        ["recompute-reversal-split"] = parts => new RecomputedReversals(parts.Make()),

        // A closed period counts as open when a period is chosen.
        ["post-into-closed-period"] = parts => parts.Make(reference: new AllOpen(parts.Reference)),

        // A version that is older than one already seen is worked on.
        ["apply-stale-version"] = parts => new StaleVersions(parts.Make()),

        // A charge that arrives after its encounter was voided is posted.
        ["forget-late-charge-of-void-encounter"] = parts => new FirstVersionsElsewhere(parts.Make(), parts.Make(encounters: new NeverVoid(parts.Encounters))),

        // One person may approve twice where the rule asks for two.
        ["approve-twice"] = parts => new ManyFacedApprovers(parts.Make()),

        // The sign of a credit row is flipped once more.
        ["double-flip-credit"] = parts => new FlippedCredits(parts.Make()),
    };

    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The machine with a broken rule; null where the name is null.</summary>
    /// <exception cref="ArgumentException">There is no such mutant.</exception>
    public static Func<IReferenceData, IEncounterStates, IChargeMachine>? Of(string? name, string tenant, ISourceTokens tokens)
    {
        if (name is null)
        {
            return null;
        }

        return ByName.TryGetValue(name, out var mutant)
            ? (reference, encounters) => mutant(new Parts(tenant, tokens, reference, encounters))
            : throw new ArgumentException($"There is no mutant '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));
    }

    private sealed record Parts(string Tenant, ISourceTokens Tokens, IReferenceData Reference, IEncounterStates Encounters)
    {
        public ChargeMachine Make(IReferenceData? reference = null, IEncounterStates? encounters = null) =>
            new(Tenant, reference ?? Reference, encounters ?? Encounters, Tokens);
    }
}
