using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>
/// The state machine of one charge. Pure: state, event and reference data in, new state and outputs out. One instruction of a charge
/// is in flight at a time; versions that come meanwhile wait in order, so that the lines do not depend on when a receipt comes.
/// A version that is parked or held gives way to a newer one, which may be its cure.
/// </summary>
internal sealed class ChargeMachine(string tenant, IReferenceData reference, IEncounterStates encounters, ISourceTokens tokens) : IChargeMachine
{
    /// <summary>More versions than this of one charge never wait; the oldest gives way, since only the newest is due.</summary>
    public const int MostWaiting = 100;

    /// <summary>The version that a deletion counts as: nothing comes after it.</summary>
    public const long LastVersion = long.MaxValue;

    private readonly ChargeWork _work = new(tenant, reference, encounters, tokens);
    private readonly string _receiptTopic = new TopicNames(tenant).JournalReceipt;

    /// <summary>A raw version came.</summary>
    public Transition Received(string recordId, PostedCharge? state, ReceivedCharge version)
    {
        var before = state ?? ChargeAccount.Open(recordId);
        var charge = before with { Received = before.Received + 1 };
        var outputs = new List<PostingOutput>();
        var number = version.Charge.SourceVersion;
        if (number <= before.SourceVersion)
        {
            charge = number == before.SourceVersion
                ? charge with { ZeroDelta = charge.ZeroDelta + 1 }
                : charge with { Stale = charge.Stale + 1 };
        }
        else
        {
            charge = TakeUp(charge with { SourceVersion = number }, version, outputs);
        }

        return Finish(before, ChargeEvent.Received, charge, outputs);
    }

    /// <summary>The source's row is gone: deleted, which takes the charge out of the ledger, or purged, which changes nothing.</summary>
    public Transition Deleted(string recordId, PostedCharge? state, RawDelete delete, int partition, long offset)
    {
        if (!delete.Purge)
        {
            return Received(recordId, state, Deletions.AsVersion(delete, partition, offset));
        }

        var before = state ?? ChargeAccount.Open(recordId);
        var after = before with { Received = before.Received + 1, ZeroDelta = before.ZeroDelta + 1, Purged = true };
        return Finish(before, ChargeEvent.Purged, after, []);
    }

    /// <summary>Fusion answered.</summary>
    /// <param name="state">Null where nothing is known of the charge, which is an alarm.</param>
    /// <param name="receipt">The answer; one to an instruction that is no longer in flight is a repetition and changes nothing.</param>
    /// <param name="partition">Where the receipt lies, for the alarm.</param>
    /// <param name="offset">Where the receipt lies, for the alarm.</param>
    public Transition Answered(PostedCharge? state, JournalReceipt receipt, int partition, long offset)
    {
        if (state is null)
        {
            return new Transition(null, [new PostingOutput.Refuse(Alarm(receipt, partition, offset))]);
        }

        if (state.Pending?.IdempotencyKey != receipt.IdempotencyKey)
        {
            return new Transition(state, []);
        }

        var outputs = new List<PostingOutput>();
        return receipt.Outcome == ReceiptOutcome.Accepted
            ? Finish(state, ChargeEvent.Accepted, Accept(state, outputs), outputs)
            : Finish(state, ChargeEvent.Refused, Reject(state, receipt, outputs), outputs);
    }

    /// <summary>The missing row of a parked charge may be there.</summary>
    public Transition RowArrived(PostedCharge state)
    {
        if (state.Status != ChargeStatus.Parked)
        {
            return new Transition(state, []);
        }

        var outputs = new List<PostingOutput>();
        return Finish(state, ChargeEvent.RowArrived, _work.Retry(state, outputs), outputs);
    }

    /// <summary>An encounter that the charge has to do with has changed. While an instruction is in flight, its receipt brings the look at it.</summary>
    public Transition EncounterChanged(PostedCharge state)
    {
        if (state.Pending is not null || !_work.HasOtherEncounter(state))
        {
            return new Transition(state, []);
        }

        var outputs = new List<PostingOutput>();
        return Finish(state, ChargeEvent.EncounterChanged, _work.Advance(state, outputs), outputs);
    }

    /// <summary>A person decided, or asks for a redrive. What does not concern the charge as it is now is passed over.</summary>
    public Transition Decided(PostedCharge? state, ReviewDecision decision)
    {
        var outputs = new List<PostingOutput>();
        if (state is { Status: ChargeStatus.DeadLettered, Worked: { } worked } && decision.Decision == DecisionKind.Redrive)
        {
            return worked.Charge.SourceVersion == decision.SourceVersion
                ? Finish(state, ChargeEvent.Redriven, _work.Again(state, outputs), outputs)
                : new Transition(state, []);
        }

        if (state is not { Status: ChargeStatus.Held, Review: { } item } || decision.Decision == DecisionKind.Redrive || item.ItemId != decision.ItemId)
        {
            return new Transition(state, []);
        }

        if (!item.ApproverRoles.Contains(decision.Role, StringComparer.Ordinal))
        {
            var refused = ReviewItems.Recorded(item, decision, DecisionOutcome.RoleRefused);
            outputs.Add(new PostingOutput.Review(refused));
            return Finish(state, ChargeEvent.Decided, state with { Review = refused }, outputs);
        }

        return Finish(state, ChargeEvent.Decided, _work.Decide(state, decision, outputs), outputs);
    }

    // A parked version whose row has come goes first, however soon the next look would be: so what leaves depends on the order of
    // versions and rows, not on the clock.
    private PostedCharge TakeUp(PostedCharge charge, ReceivedCharge version, List<PostingOutput> outputs)
    {
        var ready = charge.Status == ChargeStatus.Parked && MissingRow.Parse(charge.Missing!).IsThere(reference)
            ? _work.Retry(charge, outputs)
            : charge;
        return ready.Pending is not null || _work.WaitsForFirstCalendar(ready)
            ? Enqueue(ready, version)
            : _work.Start(ChargePlaces.Supersede(ready, outputs), version, outputs);
    }

    private PostedCharge Accept(PostedCharge state, List<PostingOutput> outputs)
    {
        var accepted = state.Pending!;
        var lines = accepted.Lines.Where(l => !Mapping.LineRoles.IsReversal(l.Role)).ToList();
        var charge = state with
        {
            Standing = lines.Count == 0 ? null : accepted with { Lines = lines },
            Effects = Effects.Add(state.Effects, accepted, state.Standing),
            Pending = null,
        };

        // What left the old ledger is accepted: the version counts as posted, even if nothing is due in the new one by now.
        return state.Continues
            ? _work.Retry(charge with { Attempt = charge.Attempt + 1, ClosedThrough = null, Place = AccountPlace.Applied }, outputs)
            : _work.Advance(ChargePlaces.Apply(charge), outputs);
    }

    private PostedCharge Reject(PostedCharge state, JournalReceipt receipt, List<PostingOutput> outputs)
    {
        if (Rejections.IsPeriodClosed(receipt.ReasonCode))
        {
            var closed = Rejections.ClosedThrough(state, reference);
            return _work.Retry(state with { Pending = null, Attempt = state.Attempt + 1, ClosedThrough = closed }, outputs);
        }

        var reason = ReasonCodes.Fusion(Rejections.FirstOther(receipt.ReasonCode), receipt.Reason);
        return _work.Advance(_work.Refuse(state, reason, outputs), outputs);
    }

    private static PostedCharge Enqueue(PostedCharge charge, ReceivedCharge version)
    {
        var room = charge.Waiting.Count < MostWaiting;
        return charge with
        {
            Waiting = [.. room ? charge.Waiting : charge.Waiting.Skip(1), version],
            Stale = charge.Stale + (room ? 0 : 1),
        };
    }

    private DeadLetter Alarm(JournalReceipt receipt, int partition, long offset) => new()
    {
        Topic = _receiptTopic,
        Partition = partition,
        Offset = offset,
        Node = "posting",
        ReasonCode = ReasonCodes.ReceiptWithoutPosting.Code,
        Reason = ReasonCodes.ReceiptWithoutPosting.Sentence,
        RecordId = Codes.QuotableToken(receipt.RecordId),
        SourceVersion = receipt.SourceVersion,
        Amount = 0m,
    };

    private static Transition Finish(PostedCharge before, ChargeEvent on, PostedCharge after, List<PostingOutput> outputs)
    {
        ChargeTransitions.Check(after.RecordId, before.Status, on, after.Status);
        ChargeAccount.Check(after);
        ParkedOutputs.Add(before, after, outputs);
        return new Transition(after, outputs);
    }
}
