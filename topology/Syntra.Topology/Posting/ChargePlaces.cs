using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>Moves versions between the places in which they are counted.</summary>
internal sealed class ChargePlaces(string tenant)
{
    private readonly string _rawTopic = new TopicNames(tenant).RawCharge;
    private readonly string _deleteTopic = new TopicNames(tenant).RawDelete;

    /// <summary>The status of a charge with nothing open.</summary>
    public static ChargeStatus Settled(PostedCharge charge) => charge.Standing is null ? ChargeStatus.NothingDue : ChargeStatus.Posted;

    /// <summary>
    /// Ends a version for which nothing has to leave. One that was taken up again goes back to its place. A new charge of 0.00 has no
    /// line to post, yet it is as posted as it can be: only what comes after it changes nothing.
    /// </summary>
    public static PostedCharge Settle(PostedCharge charge, ReceivedCharge version)
    {
        var first = charge.Money && charge.Standing is null && charge.Applied == 0;
        var place = charge.Place != AccountPlace.None ? charge.Place : first ? AccountPlace.Applied : AccountPlace.ZeroDelta;
        return Count(charge, place, 1) with { Status = Settled(charge), Worked = version, Place = place };
    }

    /// <summary>Ends a version whose instruction Fusion has accepted.</summary>
    public static PostedCharge Apply(PostedCharge charge) => Count(charge, AccountPlace.Applied, 1) with
    {
        Status = Settled(charge),
        Current = null,
        Worked = charge.Current,
        Place = AccountPlace.Applied,
    };

    /// <summary>Takes the version last worked on out of its place and makes it current, under keys of its own.</summary>
    public static PostedCharge TakeUp(PostedCharge charge) => Count(charge, charge.Place, -1) with
    {
        Current = charge.Worked,
        Worked = null,
        // What is no longer refused has not been anywhere before.
        Place = charge.Place == AccountPlace.DeadLettered ? AccountPlace.None : charge.Place,
        Attempt = charge.Attempt + 1,
        ClosedThrough = null,
    };

    /// <summary>Gives up the current version in favour of a newer one.</summary>
    public static PostedCharge Supersede(PostedCharge charge, List<PostingOutput> outputs)
    {
        if (charge.Current is null)
        {
            return charge;
        }

        ReviewItems.Close(charge.Review, ReviewStatus.Superseded, outputs);
        var counted = charge.Place == AccountPlace.None ? charge with { Stale = charge.Stale + 1 } : Count(charge, charge.Place, 1);
        return counted with { Current = null, Review = null, Status = ChargeStatus.NothingDue, Place = AccountPlace.None };
    }

    public static PostedCharge Park(PostedCharge charge, ReceivedCharge version, MissingRow missing, Reason reason) => charge with
    {
        Status = ChargeStatus.Parked,
        Current = version,
        Missing = missing.ToString(),
        Reason = reason.Code,
    };

    /// <summary>Ends a version in the dead-letter topic. What stands in Fusion stays.</summary>
    public PostedCharge Refuse(PostedCharge charge, ReceivedCharge version, Reason reason, string node, List<PostingOutput> outputs)
    {
        outputs.Add(new PostingOutput.Refuse(new DeadLetter
        {
            Topic = version.Deleted ? _deleteTopic : _rawTopic,
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
        return Count(charge, AccountPlace.DeadLettered, 1) with
        {
            Status = ChargeStatus.DeadLettered,
            Pending = null,
            Continues = false,
            Current = null,
            Worked = version,
            Place = AccountPlace.DeadLettered,
            Missing = null,
            Reason = reason.Code,
        };
    }

    private static PostedCharge Count(PostedCharge charge, AccountPlace place, long by) => place switch
    {
        AccountPlace.Applied => charge with { Applied = charge.Applied + by },
        AccountPlace.ZeroDelta => charge with { ZeroDelta = charge.ZeroDelta + by },
        AccountPlace.DeadLettered => charge with { DeadLettered = charge.DeadLettered + by },
        _ => charge,
    };
}
