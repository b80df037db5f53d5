using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Intake;
using Syntra.Topology.Mapping;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>What should become of a version: intake's and mapping's answer in one.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>These lines should stand; null when nothing should.</summary>
    public sealed record Due(DesiredPosting? Desired) : Verdict;

    public sealed record Refused(Reason Reason) : Verdict;

    public sealed record Waits(MissingRow Missing, Reason Reason) : Verdict;
}

/// <summary>A version judged.</summary>
/// <param name="Facts">What it is accounted for with.</param>
/// <param name="Encounter">The encounter that it belongs to.</param>
internal sealed record Assessment(ChargeFacts Facts, EffectiveEncounter Encounter, Verdict Verdict);

/// <summary>Runs intake and mapping of one version, in the encounter that it belongs to by now.</summary>
internal sealed class ChargeAssessment(IReferenceData reference, IEncounterStates encounters, ISourceTokens tokens)
{
    private readonly ChargeIntake _intake = new(reference, tokens);
    private readonly ChargeMapping _mapping = new(reference);
    private readonly EncounterFinder _finder = new(encounters, tokens);

    /// <summary>The encounter facts of a charge whose own encounter is this one, as they are now.</summary>
    public string EncounterFacts(string encounter) => _finder.OfToken(encounter).Facts;

    public Assessment Assess(RawCharge raw)
    {
        var encounter = _finder.Of(raw.EncounterId);
        var effective = Effective(raw, encounter);
        var facts = ChargeFacts.Of(reference, effective);
        return new Assessment(facts, encounter, _intake.Judge(effective, facts) switch
        {
            IntakeResult.Valid valid => Map(valid.Charge),
            IntakeResult.NothingDue => new Verdict.Due(null),
            IntakeResult.Refused refused => new Verdict.Refused(refused.Reason),
            IntakeResult.Waits waits => Wait(waits, encounter),
            var other => throw new InvalidOperationException($"Unknown intake result {other.GetType().Name}."),
        });
    }

    /// <summary>The row as if the source had written it for the encounter that it belongs to.</summary>
    public static RawCharge Effective(RawCharge raw, EffectiveEncounter encounter) => encounter switch
    {
        { IsVoid: true } => raw with { Active = false, OrganizationId = encounter.IsCombined ? encounter.OrganizationId : raw.OrganizationId },
        { Missing: not null } => raw with { EncounterFound = false },
        { IsCombined: true } => raw with { EncounterFound = true, OrganizationId = encounter.OrganizationId },
        _ => raw,
    };

    // Intake waits for the encounter's row where its chain has no known end: what it really waits for is the chain's.
    private static Verdict.Waits Wait(IntakeResult.Waits waits, EffectiveEncounter encounter) =>
        encounter.Missing is { } missing && waits.Reason == ReasonCodes.EncounterNotThereYet
            ? new Verdict.Waits(missing, missing.Table == MissingRow.EncounterCycle ? ReasonCodes.CombineCycle : ReasonCodes.EncounterStateNotThereYet)
            : new Verdict.Waits(waits.Missing, waits.Reason);

    private Verdict Map(Charge charge) => _mapping.Map(charge) switch
    {
        MappingResult.Mapped mapped => new Verdict.Due(mapped.Desired),
        MappingResult.Waits waits => new Verdict.Waits(waits.Missing, ReasonCodes.NoCrosswalkRow),
        var other => throw new InvalidOperationException($"Unknown mapping result {other.GetType().Name}."),
    };
}
