using Syntra.Contracts;
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

/// <summary>Runs intake and mapping of one version.</summary>
internal sealed class ChargeAssessment(IReferenceData reference, ISourceTokens tokens)
{
    private readonly ChargeIntake _intake = new(reference, tokens);
    private readonly ChargeMapping _mapping = new(reference);

    public (ChargeFacts Facts, Verdict Verdict) Assess(RawCharge raw)
    {
        var facts = ChargeFacts.Of(reference, raw);
        return (facts, _intake.Judge(raw, facts) switch
        {
            IntakeResult.Valid valid => Map(valid.Charge),
            IntakeResult.NothingDue => new Verdict.Due(null),
            IntakeResult.Refused refused => new Verdict.Refused(refused.Reason),
            IntakeResult.Waits waits => new Verdict.Waits(waits.Missing, waits.Reason),
            var other => throw new InvalidOperationException($"Unknown intake result {other.GetType().Name}."),
        });
    }

    private Verdict Map(Charge charge) => _mapping.Map(charge) switch
    {
        MappingResult.Mapped mapped => new Verdict.Due(mapped.Desired),
        MappingResult.Waits waits => new Verdict.Waits(waits.Missing, ReasonCodes.NoCrosswalkRow),
        var other => throw new InvalidOperationException($"Unknown mapping result {other.GetType().Name}."),
    };
}
