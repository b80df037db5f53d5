using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting.Rules;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>What working on a version comes to, before anything is written down.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Nothing has to leave.</summary>
    public sealed record Settled : Outcome;

    /// <summary>It can never be posted as it is.</summary>
    public sealed record Refused(Reason Reason) : Outcome;

    /// <summary>It waits for a row.</summary>
    public sealed record Waits(MissingRow Missing, Reason Reason) : Outcome;

    /// <summary>An instruction leaves, or would, once a person has approved it.</summary>
    /// <param name="Continues">It only clears the ledger that the charge leaves.</param>
    /// <param name="IsHeld">A person decides.</param>
    public sealed record Leaves(JournalInstruction Instruction, bool Continues, CorrectionRule Rule, Correction Correction, bool IsHeld) : Outcome;
}

/// <summary>A version, evaluated against what stands.</summary>
internal sealed record Evaluation(ChargeFacts Facts, EffectiveEncounter Encounter, Outcome Outcome);

/// <summary>Evaluates versions. Pure: same charge, version and reference data, same answer.</summary>
internal sealed class ChargeEvaluation(string tenant, IReferenceData reference, IEncounterStates encounters, ISourceTokens tokens)
{
    private static readonly Outcome.Settled Settled = new();

    private readonly ChargeAssessment _assessment = new(reference, encounters, tokens);

    /// <inheritdoc cref="ChargeAssessment.EncounterFacts"/>
    public string EncounterFacts(string encounter) => _assessment.EncounterFacts(encounter);

    public Evaluation Of(PostedCharge charge, ReceivedCharge version)
    {
        var assessment = _assessment.Assess(version.Charge);
        return new Evaluation(assessment.Facts, assessment.Encounter, assessment.Verdict switch
        {
            Verdict.Refused refused => new Outcome.Refused(refused.Reason),
            Verdict.Waits waits => new Outcome.Waits(waits.Missing, waits.Reason),
            Verdict.Due due => Decide(charge, version.Charge, assessment.Encounter, due),
            var other => throw new InvalidOperationException($"Unknown verdict {other.GetType().Name}."),
        });
    }

    private Outcome Decide(PostedCharge charge, RawCharge raw, EffectiveEncounter encounter, Verdict.Due due)
    {
        var terms = new PostingTerms(
            tenant, ChargeWork.Source, charge.RecordId, raw.SourceVersion, raw.UpdatedAt, charge.Attempt, charge.ClosedThrough);
        return PostingDecision.Decide(charge.Standing, due.Desired, reference.Calendar, terms) switch
        {
            Decision.ZeroDelta => Settled,
            Decision.Waits waits => new Outcome.Waits(waits.Missing, waits.Reason),
            Decision.Send send => ByRule(charge, send, DecisionDay(raw, encounter)),
            var other => throw new InvalidOperationException($"Unknown decision {other.GetType().Name}."),
        };
    }

    private Outcome ByRule(PostedCharge charge, Decision.Send send, DateOnly day)
    {
        var ledger = send.Instruction.Ledger;
        if (CorrectionRule.Find(reference, ledger, day) is not { } rule)
        {
            var code = CorrectionRule.Code(ledger, CorrectionRule.ChargeDomain);
            return new Outcome.Waits(new MissingRow(CrosswalkTables.Rule, code, day), ReasonCodes.NoRule);
        }

        var correction = Correction.Of(charge.Standing, send.Instruction);
        return new Outcome.Leaves(Stamped(send.Instruction, rule.Reference), send.Continues, rule, correction, correction.IsHeldBy(rule));
    }

    private static JournalInstruction Stamped(JournalInstruction instruction, string rule)
    {
        var lines = new JournalLine[instruction.Lines.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = instruction.Lines[i] with { Rule = rule };
        }

        return instruction with { Lines = lines };
    }

    // Rules are dated by when we learnt of the correction, which the source's clock says: so a decision is the same whenever it is made.
    private static DateOnly DecisionDay(RawCharge raw, EffectiveEncounter encounter)
    {
        var at = encounter.ReadAt is { } read && read > raw.ReadAt ? read : raw.ReadAt;
        return DateOnly.FromDateTime(at.UtcDateTime);
    }
}
