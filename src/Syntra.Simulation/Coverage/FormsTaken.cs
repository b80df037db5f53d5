using Syntra.Contracts;
using Syntra.Simulation.Oracle;

namespace Syntra.Simulation.Coverage;

/// <summary>Feeds the oracle of a partition, and counts which form each fact takes: by what the charge was when it came, and what it was after.</summary>
internal sealed class FormsTaken(FormCounts counts, PartitionOracle oracle, bool isFirstPartition)
{
    private readonly Dictionary<string, ChargeVersion> _highest = new(StringComparer.Ordinal);
    private readonly HashSet<(string Id, long Version)> _seen = [];
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    public void Take(Fact fact)
    {
        switch (fact)
        {
            case ChargeFact version:
                Version(version, Of(version.Version.Id));
                oracle.Take(fact);
                break;
            case AnswerFact answer:
                Answer(answer, Of(answer.Record));
                break;
            case DecisionFact decision:
                Decision(decision, Of(decision.Decision.RecordId));
                break;
            case EncounterFact encounter:
                Encounter(encounter);
                break;
            default:
                oracle.Take(fact);
                break;
        }
    }

    /// <summary>Counts what left, once everything is taken.</summary>
    public void Finish()
    {
        foreach (var charge in oracle.Charges.Values)
        {
            counts.Saw(Forms.Held, charge.Items);
            var corrections = 0;
            foreach (var entry in charge.Sent)
            {
                corrections += entry.Lines[0].IsReversal ? 1 : 0;
                if (Named(entry.Kind) is { } form)
                {
                    counts.Saw(form);
                }

                if (entry.LeavesLedger)
                {
                    counts.Saw(Forms.OtherLedger);
                }
            }

            counts.Saw(Forms.CorrectionOfCorrection, Math.Max(0, corrections - 1));
        }
    }

    private static string? Named(CorrectionKind kind) => kind switch
    {
        CorrectionKind.LateCharge => Forms.LateCharge,
        CorrectionKind.OpenCorrection => Forms.OpenCorrection,
        CorrectionKind.ClosedCorrection => Forms.ClosedCorrection,
        _ => null,
    };

    private ChargeState? Of(string id) => oracle.Charges.GetValueOrDefault(id);

    private void Version(ChargeFact fact, ChargeState? charge)
    {
        var version = fact.Version;
        var isFirst = _seen.Add((version.Id, version.Version)) && !fact.Purge;
        if (fact.Purge)
        {
            counts.Saw(Forms.Purge);
        }
        else if (version.Version == charge?.Highest)
        {
            counts.Saw(Forms.SameVersionTwice);
        }
        else if (version.Version < charge?.Highest)
        {
            counts.Saw(Forms.OutOfOrder);
            counts.Saw(Forms.CorrectionBeforeOriginal, isFirst && version.Version == 1 ? 1 : 0);
        }
        else
        {
            Newer(version, charge);
            _highest[version.Id] = version;
        }
    }

    private void Newer(ChargeVersion version, ChargeState? charge)
    {
        if (version.Deleted)
        {
            counts.Saw(Forms.Delete);
        }
        else if (_highest.TryGetValue(version.Id, out var before))
        {
            Changed(before, version);
        }
        else if (oracle.Encounters.Of(version.Encounter).Void)
        {
            counts.Saw(Forms.ChargeIntoVoidEncounter);
        }

        var met = charge?.Status switch
        {
            Standing.Parked => Forms.CorrectionOfParked,
            Standing.Held => Forms.CorrectionOfHeld,
            Standing.InFlight => Forms.CorrectionInFlight,
            Standing.DeadLettered when _refused.Contains(version.Id) => Forms.CorrectionOfRejected,
            _ => null,
        };
        if (met is not null)
        {
            counts.Saw(met);
        }
    }

    private void Changed(ChargeVersion before, ChargeVersion after)
    {
        counts.Saw(Forms.UpdatedRow);
        counts.Saw(Forms.ChangedModifier, before with { Version = after.Version, ReadAt = after.ReadAt } == after ? 1 : 0);
        counts.Saw(Forms.Repriced, before.Amount != after.Amount ? 1 : 0);
        counts.Saw(Forms.ChangedCode, before.Code != after.Code ? 1 : 0);
        counts.Saw(Forms.MovedCostCentre, before.Department != after.Department ? 1 : 0);
        counts.Saw(Forms.MovedFacility, before.Organization != after.Organization ? 1 : 0);
        counts.Saw(Forms.MovedServiceDate, before.ServiceAt != after.ServiceAt ? 1 : 0);
        counts.Saw(Forms.ChangedFlag, before.Flag != after.Flag ? 1 : 0);
        counts.Saw(Forms.Deactivated, before.Active && !after.Active ? 1 : 0);
    }

    private void Answer(AnswerFact answer, ChargeState? charge)
    {
        var before = charge?.Pending;
        oracle.Take(answer);
        if (before is null || ReferenceEquals(before, charge!.Pending))
        {
            counts.Saw(Forms.AnswerTwice);
        }
        else if (answer.Accepted)
        {
            _refused.Remove(answer.Record);
        }
        else
        {
            counts.Saw(answer.Code == "EP01" ? Forms.ClosedBetweenCheckAndImport : Forms.RefusedByFusion);
            _refused.Add(answer.Record);
        }
    }

    private void Decision(DecisionFact fact, ChargeState? charge)
    {
        var (kind, status, item) = (fact.Decision.Decision, charge?.Status, charge?.Item);
        counts.Saw(Forms.ForgedDecision, fact.IsTaken ? 0 : 1);
        counts.Saw(Forms.Redriven, kind == DecisionKind.Redrive && fact.IsTaken && status == Standing.DeadLettered && charge!.Worked!.Version == fact.Decision.SourceVersion ? 1 : 0);
        oracle.Take(fact);
        if (item is null || ReferenceEquals(item, charge!.Item))
        {
            return;
        }

        if (item.IsApproved)
        {
            counts.Saw(Forms.Approved);
            counts.Saw(Forms.ApprovedByTwo, item.Approvals.Count > 0 ? 1 : 0);
        }
        else
        {
            counts.Saw(kind == DecisionKind.Reject && charge.Status == Standing.DeadLettered ? Forms.RejectedByReviewer : Forms.LapsedDecision);
        }
    }

    private void Encounter(EncounterFact fact)
    {
        var (before, after, sent) = (oracle.Encounters.Find(fact.State.Encounter), fact.State, oracle.Charges.Values.Sum(c => c.Sent.Count));
        oracle.Take(fact);
        counts.Saw(Forms.EncounterMovedLines, oracle.Charges.Values.Sum(c => c.Sent.Count) - sent);

        // Every partition hears of it; it happened once.
        if (isFirstPartition && after.Version > (before?.Version ?? 0))
        {
            counts.Saw(Forms.VoidedEncounter, after.Cancelled && before is not { Cancelled: true } ? 1 : 0);
            counts.Saw(Forms.VoidTakenBack, !after.Cancelled && before is { Cancelled: true } ? 1 : 0);
            counts.Saw(Forms.EncounterCombine, after.CombinedInto is not null && after.CombinedInto != before?.CombinedInto ? 1 : 0);
            counts.Saw(Forms.EncounterUncombine, after.CombinedInto is null && before?.CombinedInto is not null ? 1 : 0);
        }
    }
}
