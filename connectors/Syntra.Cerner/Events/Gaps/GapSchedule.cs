using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Gaps;

/// <summary>Says when a back-fill is to be asked for. Pure.</summary>
public static class GapSchedule
{
    /// <summary>Opens a gap where the subscription has been silent for too long.</summary>
    public static SubscriptionState Listen(SubscriptionState state, DateTimeOffset now, GapPolicy policy)
    {
        var since = state.CheckedUntil > state.LastHeardAt ? state.CheckedUntil.Value : state.LastHeardAt;
        if (policy.Heartbeat is not { } heartbeat || now - since <= heartbeat + policy.Grace)
        {
            return state;
        }

        var open = state.Gaps.Index().FirstOrDefault(g => g.Item.Reason == BackfillReason.Silence && g.Item.FromTime == since);
        if (open.Item is null)
        {
            var silence = new OpenGap
            {
                Reason = BackfillReason.Silence, Generation = state.Generation, OpenedAt = now, FromTime = since, UntilTime = now,
            };
            return state with { Gaps = state.Gaps.With(silence, policy.MaxGaps) };
        }

        // The silence goes on, so a repeated request reaches further.
        List<OpenGap> gaps = [.. state.Gaps];
        gaps[open.Index] = open.Item with { UntilTime = now };
        return state with { Gaps = gaps };
    }

    /// <summary>The gaps for which a back-fill is due.</summary>
    public static IEnumerable<OpenGap> Due(SubscriptionState state, DateTimeOffset now, GapPolicy policy) =>
        state.Gaps.Where(g => g.RequestedAt is { } requested
            ? now - requested >= policy.Retry
            : g.Reason != BackfillReason.Gap || now - g.OpenedAt >= policy.Grace);

    /// <summary>The state after a back-fill was asked for; a gap that has changed or closed meanwhile is left as it is.</summary>
    public static SubscriptionState Requested(SubscriptionState state, OpenGap gap, DateTimeOffset now) => state with
    {
        Gaps = [.. state.Gaps.Select(g => g == gap ? g with { RequestedAt = now, Attempts = g.Attempts + 1 } : g)],
    };

    /// <summary>The state after the back-fill of a request was done.</summary>
    public static SubscriptionState Resolve(SubscriptionState state, string requestId)
    {
        var done = state.Gaps.Where(g => string.Equals(RequestId(state, g), requestId, StringComparison.Ordinal)).ToList();
        return done.Count == 0 ? state : state with
        {
            Gaps = [.. state.Gaps.Where(g => !done.Contains(g))],
            // A silence that goes on is looked into again a heartbeat later, not at once.
            CheckedUntil = done.Where(g => g.Reason == BackfillReason.Silence).Aggregate(state.CheckedUntil, (at, g) => GapRanges.Later(at, g.UntilTime)),
        };
    }

    /// <summary>Id of a gap's requests: the same for every repetition.</summary>
    public static string RequestId(SubscriptionState state, OpenGap gap) => IdempotencyKey.Compute(
        state.Sender, state.Subscription, gap.Reason.ToString(), Text(gap.Generation), Text(gap.From), Text(gap.Until),
        gap.Reason == BackfillReason.Gap ? "" : Text(gap.FromTime?.UtcTicks))[..32];

    /// <summary>The request for a gap.</summary>
    public static BackfillRequest Request(SubscriptionState state, OpenGap gap, DateTimeOffset now) => new()
    {
        RequestId = RequestId(state, gap), Sender = state.Sender, Subscription = state.Subscription, Generation = gap.Generation, Reason = gap.Reason,
        FromEvent = gap.From, UntilEvent = gap.Until, FromTime = gap.FromTime, UntilTime = gap.UntilTime,
        EventAt = gap.FromTime ?? gap.OpenedAt, ReceivedAt = now, TraceId = RequestId(state, gap), Attempt = gap.Attempts + 1,
    };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
