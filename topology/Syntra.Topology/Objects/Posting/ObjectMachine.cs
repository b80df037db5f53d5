using Syntra.Contracts;

namespace Syntra.Topology.Objects.Posting;

/// <summary>A step of one object.</summary>
/// <param name="State">The new state.</param>
/// <param name="Leaves">The instruction that leaves; null where none does.</param>
/// <param name="Poison">The instruction that Fusion will never take; null where there is none.</param>
internal sealed record ObjectStep(PostedObject State, ObjectInstruction? Leaves = null, ObjectInstruction? Poison = null);

/// <summary>
/// The state machine of one object. Pure: state, event and clock reading in, new state and what leaves out. One instruction of an object
/// is in flight at a time; behind it the newest version wins, where the kind of object has no history. While Fusion is away an instruction is in
/// flight for long: then a newer version that makes it unnecessary leaves behind it, and the delivery sends the newest.
/// </summary>
/// <param name="windowEnd">When the domain's window ends; null where versions leave at once.</param>
internal sealed class ObjectMachine(Func<string, DateTimeOffset, DateTimeOffset?> windowEnd)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private const int MostOvertaken = 3;

    /// <summary>A version came.</summary>
    /// <param name="before">The object.</param>
    /// <param name="source">The version.</param>
    /// <param name="desired">What shall be, not yet stamped; null where nothing is due.</param>
    /// <param name="now">The clock.</param>
    public ObjectStep Received(PostedObject before, VersionStamp source, ObjectInstruction? desired, DateTimeOffset now)
    {
        var version = source.Version;
        var posted = before with { Received = before.Received + 1 };
        var latest = ObjectAccount.Latest(before);
        var said = desired ?? Ending(latest);
        var changes = said is not null && (IsEnd(said) ? latest is not null && !IsEnd(latest) : !Sameness.Same(latest, said));
        if (version < before.SourceVersion)
        {
            return Finish(before, ObjectEvent.Received, new ObjectStep(posted with { Stale = posted.Stale + 1 }));
        }

        if (version == before.SourceVersion)
        {
            if (source.IsExact || !changes)
            {
                return Finish(before, ObjectEvent.Received, new ObjectStep(posted with { ZeroDelta = posted.ZeroDelta + 1 }));
            }

            version++;
        }

        posted = posted with { SourceVersion = version };
        return Finish(before, ObjectEvent.Received, changes ? Take(posted, source.On(said!, version), now) : new ObjectStep(Unchanged(posted)));
    }

    /// <summary>A version came that cannot be mapped.</summary>
    public ObjectStep Refused(PostedObject before, long version)
    {
        var posted = before with { Received = before.Received + 1, DeadLettered = before.DeadLettered + 1, SourceVersion = Math.Max(version, before.SourceVersion) };
        return Finish(before, ObjectEvent.Received, new ObjectStep(posted.Pending is null && posted.Waiting.Count == 0 ? posted with { Status = ObjectStatus.DeadLettered } : posted));
    }

    /// <summary>Fusion answered. An answer to an instruction that is no longer in flight is a repetition and changes nothing.</summary>
    public ObjectStep Answered(PostedObject before, ObjectReceipt receipt, DateTimeOffset now)
    {
        if (before.Pending is not { } pending || ObjectAccount.InFlight(before, receipt) is not { } answered)
        {
            return new ObjectStep(before);
        }

        if (before.Overtaken.Count > 0)
        {
            return AnsweredAmongOthers(before, answered, receipt, now);
        }

        var free = before with { Pending = null, Reason = null };
        switch (receipt.Outcome)
        {
            case ObjectOutcome.Created or ObjectOutcome.Updated or ObjectOutcome.Unchanged:
                return Finish(before, ObjectEvent.Settled, Advance(free with { Standing = pending, Applied = free.Applied + 1, Attempt = 0 }, now));
            case ObjectOutcome.Superseded or ObjectOutcome.Stale:
                return Finish(before, ObjectEvent.Settled, Advance(free with { Stale = free.Stale + 1, Attempt = 0 }, now));
            case ObjectOutcome.Rejected when receipt.ErrorClass is ObjectErrorClass.Held or ObjectErrorClass.Fatal:
                return Finish(before, ObjectEvent.Refused, PutAside(free, pending, ObjectStatus.Held, receipt.ReasonCode, null, now));
            case ObjectOutcome.Unknown:
            case ObjectOutcome.Rejected when receipt.ErrorClass is ObjectErrorClass.Parked or ObjectErrorClass.Retriable:
                return Finish(before, ObjectEvent.Refused, PutAside(free, pending, ObjectStatus.Parked, receipt.ReasonCode, now + Pause(free.Attempt), now));
            default:
                var poisoned = free with { DeadLettered = free.DeadLettered + 1, Attempt = 0, Reason = receipt.ReasonCode };
                var next = poisoned.Waiting.Count > 0 ? Advance(poisoned, now) : new ObjectStep(poisoned with { Status = ObjectStatus.DeadLettered });
                return Finish(before, ObjectEvent.Refused, next with { Poison = pending });
        }
    }

    // The delivery answers an object's versions in their order, but where it refuses a newer one, an older one has its chance after it.
    private ObjectStep AnsweredAmongOthers(PostedObject before, ObjectInstruction answered, ObjectReceipt receipt, DateTimeOffset now)
    {
        List<ObjectInstruction> left = [.. before.Overtaken, before.Pending!];
        left.Remove(answered);
        var isNewest = answered == before.Pending;
        var rest = before with { Overtaken = [.. left.Take(left.Count - 1)], Pending = left[^1] };
        switch (receipt.Outcome)
        {
            case ObjectOutcome.Created or ObjectOutcome.Updated or ObjectOutcome.Unchanged when isNewest:
                return Finish(before, ObjectEvent.Settled, Advance(
                    before with { Pending = null, Overtaken = [], Standing = answered, Applied = before.Applied + 1, Stale = before.Stale + left.Count, Attempt = 0, Reason = null }, now));
            case ObjectOutcome.Created or ObjectOutcome.Updated or ObjectOutcome.Unchanged:
                return Finish(before, ObjectEvent.Settled, new ObjectStep(rest with { Standing = answered, Applied = rest.Applied + 1 }));
            case ObjectOutcome.Rejected when receipt.ErrorClass is not (ObjectErrorClass.Held or ObjectErrorClass.Fatal or ObjectErrorClass.Parked or ObjectErrorClass.Retriable):
                return Finish(before, ObjectEvent.Refused, new ObjectStep(rest with { DeadLettered = rest.DeadLettered + 1 }, Poison: answered));
            case ObjectOutcome.Rejected or ObjectOutcome.Unknown when isNewest && !(rest.Waiting.Count > 0 && Sameness.Supersedes(rest.Waiting[0], answered)):
                // It is put aside when the older ones are done and it is refused again.
                return Finish(before, ObjectEvent.Refused, new ObjectStep(rest with { Waiting = [answered, .. rest.Waiting] }));
            case ObjectOutcome.Superseded or ObjectOutcome.Stale when isNewest:
                // Something newer than all of them stands.
                return Finish(before, ObjectEvent.Settled, Advance(before with { Pending = null, Overtaken = [], Stale = before.Stale + left.Count + 1, Attempt = 0, Reason = null }, now));
            default:
                return Finish(before, ObjectEvent.Settled, new ObjectStep(rest with { Stale = rest.Stale + 1 }));
        }
    }

    /// <summary>The time of the first waiting version has come.</summary>
    public ObjectStep Due(PostedObject before, DateTimeOffset now) =>
        before.Due is null || before.Due > now || before.Pending is not null ? new ObjectStep(before) : Finish(before, ObjectEvent.Due, Leave(before with { Due = null }, now));

    private ObjectStep Take(PostedObject posted, ObjectInstruction said, DateTimeOffset now)
    {
        if (Overtakes(posted, said, now))
        {
            var newest = said with { DecidedAt = now };
            return new ObjectStep(posted with { Overtaken = [.. posted.Overtaken, posted.Pending!], Pending = newest }, newest);
        }

        var queued = Enqueue(posted, said);
        return posted.Status switch
        {
            ObjectStatus.InFlight or ObjectStatus.Scheduled => new ObjectStep(queued),
            // The newer version may be the cure.
            ObjectStatus.Parked or ObjectStatus.Held => Leave(queued with { Due = null, Attempt = 0 }, now),
            _ => Advance(queued with { Reason = null }, now),
        };
    }

    private bool Overtakes(PostedObject posted, ObjectInstruction said, DateTimeOffset now) =>
        posted is { Pending: { } pending, Waiting.Count: 0, Overtaken.Count: < MostOvertaken } && now - pending.DecidedAt > Patience
        && Sameness.Supersedes(said, pending) && windowEnd(posted.Domain, now) is null;

    private static PostedObject Enqueue(PostedObject posted, ObjectInstruction said)
    {
        var superseded = posted.Waiting.Count > 0 && Sameness.Supersedes(said, posted.Waiting[^1]);
        return superseded
            ? posted with { Waiting = [.. posted.Waiting.Take(posted.Waiting.Count - 1), said], Stale = posted.Stale + 1 }
            : posted with { Waiting = [.. posted.Waiting, said] };
    }

    private ObjectStep PutAside(PostedObject free, ObjectInstruction pending, ObjectStatus status, string? reason, DateTimeOffset? due, DateTimeOffset now)
    {
        if (free.Waiting.Count == 0)
        {
            return new ObjectStep(free with { Waiting = [pending], Status = status, Reason = reason, Due = due, Attempt = free.Attempt + 1 });
        }

        // A newer version that says all of it has its turn at once; one that does not waits behind.
        return Sameness.Supersedes(free.Waiting[0], pending)
            ? Advance(free with { Stale = free.Stale + 1, Attempt = 0 }, now)
            : new ObjectStep(free with { Waiting = [pending, .. free.Waiting], Status = status, Reason = reason, Due = due, Attempt = free.Attempt + 1 });
    }

    // The next version leaves, at once or at the end of its window.
    private ObjectStep Advance(PostedObject free, DateTimeOffset now)
    {
        var posted = SkipUnchanged(free);
        if (posted.Waiting.Count == 0)
        {
            return new ObjectStep(posted with { Status = Settled(posted), Due = null });
        }

        return windowEnd(posted.Domain, now) is { } end
            ? new ObjectStep(posted with { Status = ObjectStatus.Scheduled, Due = end })
            : Leave(posted, now);
    }

    private static ObjectStep Leave(PostedObject posted, DateTimeOffset now)
    {
        var due = SkipUnchanged(posted);
        if (due.Waiting.Count == 0)
        {
            return new ObjectStep(due with { Status = Settled(due), Due = null });
        }

        var instruction = due.Waiting[0] with { DecidedAt = now };
        return new ObjectStep(due with { Waiting = [.. due.Waiting.Skip(1)], Pending = instruction, Status = ObjectStatus.InFlight, Due = null, Reason = null }, instruction);
    }

    private static PostedObject SkipUnchanged(PostedObject posted)
    {
        var next = posted;
        while (next.Waiting.Count > 0 && (Sameness.Same(next.Standing, next.Waiting[0]) || (IsEnd(next.Waiting[0]) && (next.Standing is null || IsEnd(next.Standing)))))
        {
            next = next with { Waiting = [.. next.Waiting.Skip(1)], ZeroDelta = next.ZeroDelta + 1 };
        }

        return next;
    }

    private static PostedObject Unchanged(PostedObject posted) => posted with
    {
        ZeroDelta = posted.ZeroDelta + 1,
        Status = posted.Status is ObjectStatus.DeadLettered or ObjectStatus.NothingDue or ObjectStatus.Posted ? Settled(posted) : posted.Status,
    };

    // What stood and is due no longer ends.
    private static ObjectInstruction? Ending(ObjectInstruction? latest) => latest is null || IsEnd(latest) ? null : latest with { Operation = ObjectOperation.End };

    private static bool IsEnd(ObjectInstruction instruction) => instruction.Operation != ObjectOperation.Upsert;

    private static ObjectStatus Settled(PostedObject posted) => posted.Standing is null || IsEnd(posted.Standing) ? ObjectStatus.NothingDue : ObjectStatus.Posted;

    private static TimeSpan Pause(int attempt) =>
        TimeSpan.FromTicks(Math.Min(LongestRetry.Ticks, FirstRetry.Ticks << Math.Min(attempt, 10)));

    private static ObjectStep Finish(PostedObject before, ObjectEvent on, ObjectStep step)
    {
        ObjectTransitions.Check(before, on, step.State);
        ObjectAccount.Check(step.State);
        return step;
    }
}
