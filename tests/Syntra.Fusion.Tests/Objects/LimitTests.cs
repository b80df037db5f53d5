using FsCheck;
using FsCheck.Fluent;
using Syntra.Fusion.Objects.Limits;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>The limiter in time of its own.</summary>
public sealed class LimitTests
{
    private static readonly DateTimeOffset s_start = ObjectSamples.Noon;
    private static readonly AdaptiveLimitOptions s_options = new() { Initial = 4, Maximum = 32 };

    [Fact]
    public void It_grows_to_its_maximum_while_Fusion_answers_as_fast_as_usual()
    {
        var limit = new AdaptiveLimit(s_options);
        var now = s_start;
        for (var i = 0; i < 200; i++)
        {
            now = Round(limit, now, TimeSpan.FromMilliseconds(20), LimitSignal.Answered);
        }

        Assert.Equal(32, limit.Limit);
    }

    [Fact]
    public void It_does_not_grow_without_need()
    {
        var limit = new AdaptiveLimit(s_options);
        for (var i = 0; i < 500; i++)
        {
            var now = s_start.AddSeconds(i);
            Assert.True(limit.TryEnter(now));
            limit.Exit(new LimitSample(now, now.AddMilliseconds(5), 1, LimitSignal.Answered));
        }

        Assert.Equal(4, limit.Limit);
    }

    [Fact]
    public void A_429_for_all_calls_under_way_halves_once_and_keeps_away_as_long_as_asked()
    {
        var limit = new AdaptiveLimit(s_options with { Initial = 16 });
        while (limit.TryEnter(s_start))
        {
        }

        for (var i = 0; i < 16; i++)
        {
            limit.Exit(new LimitSample(s_start, s_start.AddMilliseconds(10 + i), 1, LimitSignal.Throttled, TimeSpan.FromSeconds(3)));
        }

        Assert.Equal(8, limit.Limit);
        Assert.False(limit.TryEnter(s_start.AddSeconds(2)));
        Assert.True(limit.TryEnter(s_start.AddSeconds(4)));

        // One call tries; the others wait for its answer.
        Assert.False(limit.TryEnter(s_start.AddSeconds(4)));
        limit.Exit(new LimitSample(s_start.AddSeconds(4), s_start.AddSeconds(4.1), 1, LimitSignal.Answered));
        Assert.Equal(8, Enter(limit, s_start.AddSeconds(5)));
    }

    [Fact]
    public void While_nobody_is_there_the_pause_doubles_up_to_its_bound_and_one_call_tries()
    {
        var limit = new AdaptiveLimit(s_options);
        var now = s_start;
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(limit.TryEnter(now));
            limit.Exit(new LimitSample(now, now, 1, LimitSignal.Down));
            pauses.Add(limit.ClosedUntil - now);
            now = limit.ClosedUntil;
        }

        Assert.Equal(TimeSpan.FromMilliseconds(250), pauses[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(500), pauses[1]);
        Assert.Equal(TimeSpan.FromSeconds(30), pauses[^1]);

        // Back again: few calls at first, and after a few rounds as many as ever.
        Assert.Equal(2, limit.Limit);
        for (var i = 0; i < 8; i++)
        {
            now = Round(limit, now, TimeSpan.FromMilliseconds(20), LimitSignal.Answered);
        }

        Assert.Equal(s_options.Maximum, limit.Limit);
    }

    [Fact]
    public void A_slower_Fusion_gets_less()
    {
        var limit = new AdaptiveLimit(s_options with { Initial = 32 });
        var now = s_start;
        for (var i = 0; i < 50; i++)
        {
            now = Round(limit, now, TimeSpan.FromMilliseconds(20), LimitSignal.Answered);
        }

        for (var i = 0; i < 10; i++)
        {
            now = Round(limit, now, TimeSpan.FromMilliseconds(800), LimitSignal.Answered);
        }

        Assert.InRange(limit.Limit, 1, 16);
    }

    [Fact]
    public void Whatever_happens_it_stays_within_its_bounds_and_counts_its_calls()
    {
        var steps = ArbMap.Default.GeneratorFor<(byte Kind, ushort Took, byte Signal)[]>();
        Prop.ForAll(Arb.From(steps), script =>
        {
            var limit = new AdaptiveLimit(s_options);
            var open = new Queue<DateTimeOffset>();
            var now = s_start;
            foreach (var (kind, took, signal) in script)
            {
                now = now.AddMilliseconds(took % 400);
                if (kind % 3 != 0 || open.Count == 0)
                {
                    if (limit.TryEnter(now))
                    {
                        open.Enqueue(now);
                    }
                }
                else
                {
                    limit.Exit(new LimitSample(open.Dequeue(), now, 1 + kind, (LimitSignal)(signal % 4), signal % 5 == 0 ? TimeSpan.FromSeconds(signal) : null));
                }

                if (limit.Limit is < 1 or > 32 || limit.InFlight != open.Count)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Batches_grow_where_Fusion_is_quick_and_shrink_to_what_is_done_in_time()
    {
        var size = new BatchSize(200, TimeSpan.FromMilliseconds(400));
        for (var i = 0; i < 20; i++)
        {
            size.Took(size.Now, TimeSpan.FromMilliseconds(size.Now * 0.2));
        }

        Assert.Equal(200, size.Now);
        for (var i = 0; i < 20; i++)
        {
            size.Took(size.Now, TimeSpan.FromMilliseconds(size.Now * 50));
        }

        Assert.InRange(size.Now, 3, 12);
    }

    [Fact]
    public void A_batch_never_leaves_its_bounds_whatever_time_it_takes()
    {
        Prop.ForAll<PositiveInt, (ushort Parts, uint Milliseconds)[]>((most, steps) =>
        {
            var size = new BatchSize(most.Get, TimeSpan.FromMilliseconds(400));
            return steps.All(s =>
            {
                size.Took(s.Parts, TimeSpan.FromMilliseconds(s.Milliseconds));
                return size.Now >= 1 && size.Now <= most.Get;
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_backlog_leaves_in_few_large_flights_and_long_ones_do_not_count()
    {
        Assert.Equal(32, FlightCount.Most(ready: 32, limit: 32, batch: 50));
        Assert.Equal(8, FlightCount.Most(ready: 33, limit: 32, batch: 50));
        Assert.Equal(16, FlightCount.Most(ready: 33, limit: 32, batch: 2));
        Assert.Equal(32, FlightCount.Most(ready: 1000, limit: 32, batch: 1));
        Assert.Equal(4, FlightCount.Most(ready: 1000, limit: 4, batch: 50));
        var count = new FlightCount(TimeSpan.FromSeconds(1));
        var start = ObjectSamples.Noon;
        count.Begin(start);
        count.Begin(start + TimeSpan.FromMilliseconds(500));
        Assert.False(count.MayBegin(2, start + TimeSpan.FromMilliseconds(999)));
        Assert.Equal(start + TimeSpan.FromSeconds(1), count.NextLong(start + TimeSpan.FromMilliseconds(999)));
        Assert.True(count.MayBegin(2, start + TimeSpan.FromSeconds(1)));
        Assert.Equal(start + TimeSpan.FromMilliseconds(1500), count.NextLong(start + TimeSpan.FromSeconds(1)));
        count.End(start + TimeSpan.FromMilliseconds(500));
        Assert.Null(count.NextLong(start + TimeSpan.FromSeconds(1)));
        Assert.True(count.MayBegin(1, start + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void The_back_off_grows_is_bounded_and_is_the_same_for_the_same_key()
    {
        Prop.ForAll<NonNull<string>, PositiveInt>((key, attempt) =>
        {
            var first = TimeSpan.FromMilliseconds(250);
            var longest = TimeSpan.FromMinutes(1);
            var pause = BackOff.Next(first, longest, attempt.Get, key.Get);
            return pause >= BackOff.Longest(first, longest, attempt.Get) / 2 && pause <= longest && pause == BackOff.Next(first, longest, attempt.Get, key.Get);
        }).QuickCheckThrowOnFailure();
        Assert.True(Enumerable.Range(0, 100).Select(i => BackOff.Next(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 3, $"k{i}")).Distinct().Count() > 90);
    }

    private static int Enter(AdaptiveLimit limit, DateTimeOffset now)
    {
        var entered = 0;
        while (limit.TryEnter(now))
        {
            entered++;
        }

        return entered;
    }

    private static DateTimeOffset Round(AdaptiveLimit limit, DateTimeOffset now, TimeSpan took, LimitSignal signal)
    {
        var entered = Enter(limit, now);
        for (var i = 0; i < entered; i++)
        {
            limit.Exit(new LimitSample(now, now + took, 1, signal));
        }

        return now + took;
    }
}
