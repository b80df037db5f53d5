using FsCheck;
using FsCheck.Fluent;
using Syntra.Cerner.Events.Gaps;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Events;

public sealed class GapTests
{
    private static readonly GapPolicy Policy = new() { Heartbeat = TimeSpan.FromMinutes(1), MaxGaps = 1000 };
    private static readonly SubscriptionState Fresh = new() { Sender = "s", Subscription = "1", LastHeardAt = Notices.Start };

    [Fact]
    public void Whatever_is_lost_repeated_or_late_the_open_ranges_are_what_has_not_come() =>
        Prop.ForAll<int, int>((seed, size) => Holds(new Random(seed), 1 + (Math.Abs(size % 200)))).QuickCheckThrowOnFailure();

    [Fact]
    public void With_few_ranges_allowed_the_open_ones_still_cover_all_that_is_missing() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var (state, came) = Deliver(random, 120, Policy with { MaxGaps = 3 });
            return state.Gaps.Count <= 3 && Enumerable.Range(1, (int)state.Highest).All(n => came.Contains(n) || Covered(state, n));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_missing_number_is_asked_for_after_its_grace_once_and_again_when_it_stays_away()
    {
        var state = See(See(Begun(), 1), 3);
        Assert.Empty(GapSchedule.Due(state, Notices.Start.AddSeconds(5), Policy));
        var gap = Assert.Single(GapSchedule.Due(state, Notices.Start.AddSeconds(20), Policy));
        Assert.Equal((2L, 2L), (gap.From, gap.Until));
        var asked = GapSchedule.Requested(state, gap, Notices.Start.AddSeconds(20));
        Assert.Empty(GapSchedule.Due(asked, Notices.Start.AddSeconds(21), Policy));
        Assert.Single(GapSchedule.Due(asked, Notices.Start.AddSeconds(20) + Policy.Retry, Policy));
        Assert.Empty(GapDetector.Fill(asked, 0, 2, 2).Gaps);
    }

    [Fact]
    public void A_heartbeat_that_counts_more_than_has_come_opens_a_gap()
    {
        var state = GapDetector.Observe(See(Begun(), 1), Told(ObservationKind.Status, 4, Notices.Start.AddSeconds(9)), Policy);
        Assert.Equal((2L, 4L), (Assert.Single(state.Gaps).From, state.Gaps[0].Until));
    }

    [Theory]
    [InlineData(ObservationKind.Handshake)]
    [InlineData(ObservationKind.Status)]
    public void A_count_that_falls_is_a_subscription_made_anew_and_what_was_open_becomes_a_span_of_time(ObservationKind kind)
    {
        var state = GapDetector.Observe(See(See(Begun(), 1), 5), Told(kind, 0, Notices.Start.AddMinutes(1)), Policy);
        var restart = Assert.Single(state.Gaps);
        Assert.Equal((1L, 0L, BackfillReason.Restart, Notices.Start.AddSeconds(1)), (state.Generation, state.Highest, restart.Reason, restart.FromTime));
        Assert.Empty(GapSchedule.Resolve(state, GapSchedule.RequestId(state, restart)).Gaps);
    }

    [Fact]
    public void Old_numbers_with_new_times_are_a_restart_and_old_numbers_with_old_times_are_not()
    {
        var state = See(See(See(Begun(), 1), 2), 3);
        Assert.Equal(0, See(state, 2).Generation);
        var anew = GapDetector.Observe(state, Events((1, Notices.Start.AddHours(1))), Policy);
        Assert.Equal((1L, 1L), (anew.Generation, anew.Highest));
    }

    [Fact]
    public void A_heartbeat_overtaken_on_the_way_changes_nothing()
    {
        var state = See(See(Begun(), 1), 2);
        Assert.Equal(state, GapDetector.Observe(state, Told(ObservationKind.Status, 1, Notices.Start.AddSeconds(1)), Policy) with { LastHeardAt = state.LastHeardAt });
    }

    [Fact]
    public void Silence_beyond_the_heartbeat_is_asked_about_once_and_again_only_after_a_further_heartbeat()
    {
        var silent = Notices.Start.AddMinutes(2);
        var state = GapSchedule.Listen(Begun(), silent, Policy);
        var gap = Assert.Single(GapSchedule.Due(state, silent, Policy));
        Assert.Equal((BackfillReason.Silence, silent), (gap.Reason, gap.UntilTime));
        var done = GapSchedule.Resolve(state, GapSchedule.RequestId(state, gap));
        Assert.Empty(GapSchedule.Listen(done, silent.AddSeconds(30), Policy).Gaps);
        Assert.Single(GapSchedule.Listen(done, silent.AddMinutes(2), Policy).Gaps);
    }

    [Fact]
    public void Numbers_that_begin_anew_in_each_message_say_nothing()
    {
        var relative = Policy with { AbsoluteNumbers = false };
        var state = GapDetector.Observe(GapDetector.Observe(Fresh, Events((5, null)), relative), Events((1, null), (9, null)), relative);
        Assert.Empty(state.Gaps);
    }

    private static bool Holds(Random random, int size)
    {
        var (state, came) = Deliver(random, size, Policy);
        return state.Generation == 0 && Enumerable.Range(1, (int)state.Highest).All(n => came.Contains(n) != Covered(state, n));
    }

    // A sender that loses, repeats and reorders, with heartbeats in between.
    private static (SubscriptionState State, HashSet<long> Came) Deliver(Random random, int size, GapPolicy policy)
    {
        var sent = Enumerable.Range(1, size).Where(_ => random.Next(10) > 1).SelectMany(n => Enumerable.Repeat((long)n, random.Next(8) == 0 ? 2 : 1))
            .OrderBy(n => n + (random.NextDouble() * 12)).ToList();
        var (state, came) = (Begun(), new HashSet<long>());
        foreach (var number in sent)
        {
            state = GapDetector.Observe(state, Events((number, Notices.Start.AddSeconds(number))), policy);
            came.Add(number);
            if (random.Next(5) == 0)
            {
                state = GapDetector.Observe(state, Told(ObservationKind.Status, Math.Max(state.Highest, came.Max() + random.Next(2)), Notices.Start.AddSeconds(came.Max() + 1)), policy);
            }
        }

        return (state, came);
    }

    private static bool Covered(SubscriptionState state, long number) => state.Gaps.Any(g => g.From <= number && number <= g.Until);

    private static SubscriptionState Begun() => GapDetector.Observe(Fresh, Told(ObservationKind.Handshake, 0, Notices.Start), Policy);

    private static SubscriptionState See(SubscriptionState state, long number) => GapDetector.Observe(state, Events((number, Notices.Start.AddSeconds(number))), Policy);

    private static Observation Told(ObservationKind kind, long count, DateTimeOffset at) => new() { Kind = kind, HeardAt = Notices.Start, MadeAt = at, Count = count };

    private static Observation Events(params (long Number, DateTimeOffset? At)[] events) =>
        new() { Kind = ObservationKind.Events, HeardAt = Notices.Start, Events = [.. events.Select(e => new NumberedEvent(e.Number, e.At))] };
}
