using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>Works on one version of a charge after another: assess, decide, and write down what became of it.</summary>
internal sealed class ChargeWork(string tenant, IReferenceData reference, ISourceTokens tokens)
{
    public const string Source = "millennium/charge";

    private readonly ChargeAssessment _assessment = new(reference, tokens);
    private readonly string _rawTopic = new TopicNames(tenant).RawCharge;

    /// <summary>Works on a version that has not been worked on yet, then on those behind it for as long as nothing is in flight.</summary>
    public PostedCharge Start(PostedCharge charge, ReceivedCharge version, List<PostingOutput> outputs)
    {
        var next = Work(charge with { Attempt = 0, ClosedThrough = null }, version, outputs);
        return Advance(next, outputs);
    }

    /// <summary>Works on the current version again: its row arrived, or Fusion's answer asks for another try.</summary>
    public PostedCharge Retry(PostedCharge charge, List<PostingOutput> outputs) =>
        Advance(Work(charge, charge.Current!, outputs), outputs);

    /// <summary>Takes up the waiting versions in order, until one of them is in flight.</summary>
    public PostedCharge Advance(PostedCharge charge, List<PostingOutput> outputs)
    {
        var next = charge;
        while (next.Pending is null && next.Waiting.Count > 0 && !WaitsForFirstCalendar(next))
        {
            var version = next.Waiting[0];
            next = Supersede(next) with { Waiting = [.. next.Waiting.Skip(1)], Attempt = 0, ClosedThrough = null };
            next = Work(next, version, outputs);
        }

        return next;
    }

    /// <summary>
    /// Whether the charge is parked because its ledger has no calendar at all yet, as after a first start: time alone cures that, and no
    /// newer version does, so newer versions wait behind it.
    /// </summary>
    public bool WaitsForFirstCalendar(PostedCharge charge) =>
        charge.Status == ChargeStatus.Parked && MissingRow.Parse(charge.Missing!) is { Table: MissingRow.CalendarTable } missing
        && reference.Calendar(missing.Code) is null;

    /// <summary>Gives up the current version in favour of a newer one.</summary>
    public static PostedCharge Supersede(PostedCharge charge) =>
        charge.Current is null ? charge : charge with { Current = null, Status = ChargeStatus.NothingDue, Stale = charge.Stale + 1 };

    private PostedCharge Work(PostedCharge charge, ReceivedCharge version, List<PostingOutput> outputs)
    {
        var (facts, verdict) = _assessment.Assess(version.Charge);
        var next = charge with
        {
            Facility = facts.Facility ?? Place.Unknown,
            ServiceAt = Phi.OfNullable(facts.ServiceAt),
            Period = Place.Of(reference, facts.Facility, facts.ServiceAt, facts.Day).Period,
            Amount = facts.Amount,
            Money = facts.Money,
            Pending = null,
            Continues = false,
            Current = null,
            Missing = null,
            Reason = null,
        };
        return verdict switch
        {
            Verdict.Refused refused => Refuse(next, version, refused.Reason, "intake", outputs),
            Verdict.Waits waits => Park(next, version, waits.Missing, waits.Reason),
            Verdict.Due due => Decide(next, version, due, outputs),
            _ => throw new InvalidOperationException($"Unknown verdict {verdict.GetType().Name}."),
        };
    }

    private PostedCharge Decide(PostedCharge charge, ReceivedCharge version, Verdict.Due due, List<PostingOutput> outputs)
    {
        var raw = version.Charge;
        var terms = new PostingTerms(
            tenant, Source, charge.RecordId, raw.SourceVersion, raw.UpdatedAt, charge.Attempt, charge.ClosedThrough);
        switch (PostingDecision.Decide(charge.Standing, due.Desired, reference.Calendar, terms))
        {
            case Decision.Send send:
                outputs.Add(new PostingOutput.Post(send.Instruction));
                return charge with { Status = ChargeStatus.InFlight, Pending = send.Instruction, Continues = send.Continues, Current = version };
            case Decision.Waits waits:
                return Park(charge, version, waits.Missing, waits.Reason);
            default:
                return Settle(charge);
        }
    }

    // A new charge of 0.00 has no line to post, yet it is as posted as it can be: only what comes after it changes nothing.
    private static PostedCharge Settle(PostedCharge charge) => charge.Money && charge.Standing is null && charge.Applied == 0
        ? charge with { Status = Settled(charge), Applied = charge.Applied + 1 }
        : charge with { Status = Settled(charge), ZeroDelta = charge.ZeroDelta + 1 };

    /// <summary>The status of a charge with nothing open.</summary>
    public static ChargeStatus Settled(PostedCharge charge) => charge.Standing is null ? ChargeStatus.NothingDue : ChargeStatus.Posted;

    /// <summary>Ends a version in the dead-letter topic. What stands in Fusion stays.</summary>
    public PostedCharge Refuse(PostedCharge charge, ReceivedCharge version, Reason reason, string node, List<PostingOutput> outputs)
    {
        outputs.Add(new PostingOutput.Refuse(new DeadLetter
        {
            Topic = _rawTopic,
            Partition = version.Partition,
            Offset = version.Offset,
            Node = node,
            ReasonCode = reason.Code,
            Reason = reason.Sentence,
            RecordId = Codes.QuotableToken(charge.RecordId),
            SourceVersion = version.Charge.SourceVersion,
            Facility = charge.Facility,
            Period = charge.Period,
            Amount = charge.Amount,
        }));
        return charge with
        {
            Status = ChargeStatus.DeadLettered,
            Pending = null,
            Continues = false,
            Current = null,
            Missing = null,
            Reason = reason.Code,
            DeadLettered = charge.DeadLettered + 1,
        };
    }

    private static PostedCharge Park(PostedCharge charge, ReceivedCharge version, MissingRow missing, Reason reason) => charge with
    {
        Status = ChargeStatus.Parked,
        Current = version,
        Missing = missing.ToString(),
        Reason = reason.Code,
    };
}
