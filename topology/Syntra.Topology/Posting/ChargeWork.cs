using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>Works on one version of a charge after another: evaluate, and write down what became of it.</summary>
internal sealed class ChargeWork(string tenant, IReferenceData reference, IEncounterStates encounters, ISourceTokens tokens)
{
    public const string Source = "millennium/charge";

    private readonly ChargeEvaluation _evaluation = new(tenant, reference, encounters, tokens);
    private readonly ChargePlaces _places = new(tenant);
    private readonly ReviewItems _reviews = new(tenant);

    /// <summary>Works on a version that has not been worked on yet, then on those behind it for as long as nothing is in flight.</summary>
    public PostedCharge Start(PostedCharge charge, ReceivedCharge version, List<PostingOutput> outputs) =>
        Advance(Work(Fresh(charge), version, outputs), outputs);

    /// <summary>Works on the current version again: its row arrived, or Fusion's answer asks for another try.</summary>
    public PostedCharge Retry(PostedCharge charge, List<PostingOutput> outputs) =>
        Advance(Work(charge, charge.Current!, outputs), outputs);

    /// <summary>Takes the version last worked on up again, as a redrive asks for.</summary>
    public PostedCharge Again(PostedCharge charge, List<PostingOutput> outputs) => Retry(ChargePlaces.TakeUp(charge), outputs);

    /// <summary>
    /// Takes up the waiting versions in order, until one of them is in flight; then the last one again, where the charge's encounter
    /// has changed since it was worked on.
    /// </summary>
    public PostedCharge Advance(PostedCharge charge, List<PostingOutput> outputs)
    {
        var next = charge;
        while (next.Pending is null)
        {
            if (next.Waiting.Count > 0 && !WaitsForFirstCalendar(next))
            {
                var version = next.Waiting[0];
                var rest = next.Waiting.Count == 1 ? [] : next.Waiting.Skip(1).ToArray();
                next = Work(Fresh(ChargePlaces.Supersede(next, outputs)) with { Waiting = rest }, version, outputs);
            }
            else if (HasOtherEncounter(next))
            {
                next = next.Current is null ? ChargePlaces.TakeUp(next) : next;
                next = Work(next, next.Current!, outputs);
            }
            else
            {
                break;
            }
        }

        return next;
    }

    /// <summary>Carries out what a person decided about the open item.</summary>
    public PostedCharge Decide(PostedCharge charge, ReviewDecision decision, List<PostingOutput> outputs)
    {
        var (item, version) = (charge.Review!, charge.Current!);
        var evaluation = _evaluation.Of(charge, version);
        if (evaluation.Outcome is not Outcome.Leaves { IsHeld: true } held || _reviews.HashOf(charge, held) != item.FactsHash)
        {
            var lapsed = charge with { Review = ReviewItems.Recorded(item, decision, DecisionOutcome.Lapsed) };
            return Advance(Write(lapsed, version, evaluation, outputs), outputs);
        }

        var outcome = ReviewItems.Judge(item, decision);
        var recorded = ReviewItems.Recorded(item, decision, outcome);
        if (outcome != DecisionOutcome.Acted)
        {
            outputs.Add(new PostingOutput.Review(recorded));
            return charge with { Review = recorded };
        }

        var approved = decision.Decision == DecisionKind.Approve;
        outputs.Add(new PostingOutput.Review(recorded with { Status = approved ? ReviewStatus.Approved : ReviewStatus.Rejected }));
        var closed = charge with { Review = null };
        return Advance(
            approved ? Send(closed, version, held, outputs) : _places.Refuse(closed, version, Intake.ReasonCodes.ReviewRejected, "review", outputs), outputs);
    }

    /// <summary>Whether the encounter facts that a charge was worked on with are no longer those of today.</summary>
    public bool HasOtherEncounter(PostedCharge charge) =>
        charge.Indexed.Count > 0 && (charge.Current ?? charge.Worked) is not null
        && _evaluation.EncounterFacts(charge.Indexed[0]) != charge.EncounterFacts;

    /// <summary>
    /// Whether the charge is parked because its ledger has no calendar at all yet, as after a first start: time alone cures that, and no
    /// newer version does, so newer versions wait behind it.
    /// </summary>
    public bool WaitsForFirstCalendar(PostedCharge charge) =>
        charge.Status == ChargeStatus.Parked && MissingRow.Parse(charge.Missing!) is { Table: MissingRow.CalendarTable } missing
        && reference.Calendar(missing.Code) is null;

    /// <inheritdoc cref="ChargePlaces.Refuse"/>
    public PostedCharge Refuse(PostedCharge charge, Intake.Reason reason, List<PostingOutput> outputs) =>
        _places.Refuse(charge, charge.Current!, reason, "posting", outputs);

    private static PostedCharge Fresh(PostedCharge charge) => charge with { Attempt = 0, ClosedThrough = null, Worked = null, Place = AccountPlace.None };

    private PostedCharge Work(PostedCharge charge, ReceivedCharge version, List<PostingOutput> outputs) =>
        Write(charge, version, _evaluation.Of(charge, version), outputs);

    private PostedCharge Write(PostedCharge charge, ReceivedCharge version, Evaluation evaluation, List<PostingOutput> outputs)
    {
        var facts = evaluation.Facts;
        var next = charge with
        {
            Facility = facts.Facility ?? Place.Unknown,
            ServiceAt = Phi.OfNullable(facts.ServiceAt),
            Period = Place.Of(reference, facts.Facility, facts.ServiceAt, facts.Day).Period,
            Amount = facts.Amount,
            Money = facts.Money,
            EncounterFacts = evaluation.Encounter.Facts,
            Indexed = evaluation.Encounter.Chain,
            Pending = null,
            Continues = false,
            Current = null,
            Worked = null,
            Missing = null,
            Reason = null,
            Review = null,
        };
        if (evaluation.Outcome is Outcome.Leaves { IsHeld: true } held)
        {
            var item = _reviews.Issue(charge, version, evaluation, held);
            return ReviewItems.Hold(next, charge.Review, version, item, outputs);
        }

        ReviewItems.Close(charge.Review, ReviewStatus.Lapsed, outputs);
        return evaluation.Outcome switch
        {
            Outcome.Refused refused => _places.Refuse(next, version, refused.Reason, "intake", outputs),
            Outcome.Waits waits => ChargePlaces.Park(next, version, waits.Missing, waits.Reason),
            Outcome.Leaves leaves => Send(next, version, leaves, outputs),
            _ => ChargePlaces.Settle(next, version),
        };
    }

    private static PostedCharge Send(PostedCharge charge, ReceivedCharge version, Outcome.Leaves leaves, List<PostingOutput> outputs)
    {
        outputs.Add(new PostingOutput.Post(leaves.Instruction));
        return charge with
        {
            Status = ChargeStatus.InFlight,
            Reason = null,
            Pending = leaves.Instruction,
            Continues = leaves.Continues,
            Current = version,
        };
    }
}
