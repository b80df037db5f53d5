using Syntra.Contracts;

namespace Syntra.Cerner.Events.Gaps;

/// <summary>
/// Finds out from event numbers, counts and silence what the webhooks did not bring. Pure: state and message in, state out. Errs towards
/// fetching too much, since a fetched duplicate costs a request and a missed event costs money. It cannot see a subscription that starts
/// anew without a handshake and runs past the old numbers unheard: only the poll finds that.
/// </summary>
public static class GapDetector
{
    /// <summary>The state after a message whose events are safely kept.</summary>
    public static SubscriptionState Observe(SubscriptionState state, Observation message, GapPolicy policy)
    {
        var heard = state with { LastHeardAt = message.HeardAt > state.LastHeardAt ? message.HeardAt : state.LastHeardAt };
        if (!policy.AbsoluteNumbers)
        {
            return heard with { LastEventAt = message.Events.Aggregate(heard.LastEventAt, (last, e) => GapRanges.Later(last, e.At)) };
        }

        return message.Kind switch
        {
            ObservationKind.Handshake => Begin(heard, message, policy),
            ObservationKind.Status => Count(heard, message, policy, mayRestart: true),
            _ => Count(Take(heard, message, policy), message, policy, mayRestart: false),
        };
    }

    /// <summary>The state after numbers were fetched.</summary>
    public static SubscriptionState Fill(SubscriptionState state, long generation, long from, long until, GapPolicy? policy = null) =>
        state with { Gaps = state.Gaps.Without(generation, from, until, (policy ?? new GapPolicy()).MaxGaps) };

    // A handshake with a lower count than ours is a subscription made anew under the same id.
    private static SubscriptionState Begin(SubscriptionState state, Observation message, GapPolicy policy)
    {
        var count = message.Count ?? 0;
        return state.IsCounting && count < state.Highest && !IsStale(state, message)
            ? Restart(state, message, count, policy)
            : Count(state with { IsCounting = true, Highest = state.IsCounting ? state.Highest : count }, message, policy, mayRestart: false);
    }

    private static SubscriptionState Take(SubscriptionState state, Observation message, GapPolicy policy)
    {
        var events = message.Events.OrderBy(e => e.Number).ToList();
        if (events.Count > 0 && IsRestart(state, events))
        {
            state = Restart(state, message, events[0].Number - 1, policy);
        }

        foreach (var next in events)
        {
            state = Take(state, next, message.HeardAt, policy);
        }

        return state;
    }

    private static SubscriptionState Take(SubscriptionState state, NumberedEvent next, DateTimeOffset heardAt, GapPolicy policy)
    {
        var seen = state with { LastEventAt = GapRanges.Later(state.LastEventAt, next.At) };
        if (!state.IsCounting)
        {
            // The first number ever seen: what came before is the first load's business.
            return seen with { IsCounting = true, Highest = next.Number };
        }

        if (next.Number <= state.Highest)
        {
            return Fill(seen, state.Generation, next.Number, next.Number, policy);
        }

        var missing = next.Number == state.Highest + 1 ? seen : Open(seen, state.Highest + 1, next.Number - 1, state.LastEventAt, next.At, heardAt, policy);
        return missing with { Highest = next.Number };
    }

    private static SubscriptionState Count(SubscriptionState state, Observation message, GapPolicy policy, bool mayRestart)
    {
        if (message.Count is not { } count || count < 0)
        {
            return state;
        }

        if (!state.IsCounting)
        {
            return state with { IsCounting = true, Highest = count };
        }

        if (count < state.Highest)
        {
            return mayRestart && !IsStale(state, message) ? Restart(state, message, count, policy) : state;
        }

        return count == state.Highest
            ? state
            : Open(state, state.Highest + 1, count, state.LastEventAt, message.MadeAt, message.HeardAt, policy) with { Highest = count };
    }

    // Old numbers with new times: the counter began anew. A late or repeated event has an old number and an old time.
    private static bool IsRestart(SubscriptionState state, List<NumberedEvent> events) =>
        state.IsCounting && events[^1].Number <= state.Highest
        && !events.Exists(e => state.Gaps.Covers(state.Generation, e.Number))
        && events.TrueForAll(e => e.At is { } at && state.LastEventAt is { } last && at > last);

    // Made before the last event that we have: overtaken on the way.
    private static bool IsStale(SubscriptionState state, Observation message) => message.MadeAt is { } made && state.LastEventAt is { } last && made <= last;

    // The old numbers cannot be asked for any more, so what is missing of them becomes a span of time.
    private static SubscriptionState Restart(SubscriptionState state, Observation message, long count, GapPolicy policy)
    {
        var lost = state.Gaps.Where(g => g.Reason == BackfillReason.Gap).ToList();
        var span = new OpenGap
        {
            Reason = BackfillReason.Restart, Generation = state.Generation + 1, OpenedAt = message.HeardAt,
            FromTime = lost.Aggregate(state.LastEventAt, (at, g) => GapRanges.Earlier(at, g.FromTime)), UntilTime = message.HeardAt,
        };
        var anew = state with
        {
            Generation = state.Generation + 1, Highest = 0, IsCounting = true,
            Gaps = state.Gaps.Where(g => g.Reason != BackfillReason.Gap).ToList().With(span, policy.MaxGaps),
        };
        return count <= 0 ? anew : Open(anew, 1, count, state.LastEventAt, message.MadeAt, message.HeardAt, policy) with { Highest = count };
    }

    private static SubscriptionState Open(
        SubscriptionState state, long from, long until, DateTimeOffset? fromTime, DateTimeOffset? untilTime, DateTimeOffset heardAt, GapPolicy policy)
    {
        var gap = new OpenGap
        {
            Reason = BackfillReason.Gap, Generation = state.Generation, From = from, Until = until, OpenedAt = heardAt,
            FromTime = fromTime, UntilTime = untilTime ?? heardAt,
        };
        return state with { Gaps = state.Gaps.With(gap, policy.MaxGaps) };
    }
}
