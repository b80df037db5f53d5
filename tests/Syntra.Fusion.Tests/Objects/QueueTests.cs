using Confluent.Kafka;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Progress;
using Syntra.Fusion.Objects.Queues;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Order per object, and positions that know what is done behind them.</summary>
public sealed class QueueTests
{
    private static readonly TopicPartition s_partition = new("t", 0);

    [Fact]
    public void Whatever_fails_and_in_whatever_order_answers_come_each_object_keeps_its_order_and_each_instruction_ends_once()
    {
        var script = ArbMap.Default.GeneratorFor<(byte Key, byte Dice)[]>();
        Prop.ForAll(Arb.From(script), steps => Runs(steps)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_new_event_goes_before_a_backlog_and_the_backlog_goes_on()
    {
        var queue = new ObjectQueue(static _ => -1, TimeSpan.FromSeconds(1));
        for (var n = 0; n < 100; n++)
        {
            queue.Add(Work(ObjectKind.CostCenter, n, 1, n, ObjectSamples.Noon));
        }

        var now = ObjectSamples.Noon.AddMinutes(5);
        queue.Add(Work(ObjectKind.CostCenter, 1000, 1, 1000, now));
        var taken = queue.Take(2, now, []);
        Assert.Contains(taken, f => f.Lane.Key == ObjectSamples.Key(ObjectKind.CostCenter, 1000));
        Assert.Contains(taken, f => f.Lane.Key == ObjectSamples.Key(ObjectKind.CostCenter, 0));
    }

    [Fact]
    public void Versions_that_wait_together_leave_as_the_newest_but_dated_ones_keep_each_day()
    {
        var queue = new ObjectQueue(static _ => -1, TimeSpan.FromSeconds(1));
        for (var version = 1; version <= 3; version++)
        {
            queue.Add(Work(ObjectKind.Customer, 1, version, version, ObjectSamples.Noon));
            var dated = ObjectSamples.Of(ObjectKind.WorkerAssignment, 1, version) with { EffectiveDate = new DateOnly(2024, version, 1) };
            queue.Add(new ObjectWork(dated, s_partition, 10 + version, ObjectSamples.Noon));
        }

        var flights = queue.Take(10, ObjectSamples.Noon, []);
        Assert.Equal((3, 2), (flights[0].Work.Instruction.SourceVersion, flights[0].Superseded.Count));
        Assert.Equal((1, 0), (flights[1].Work.Instruction.SourceVersion, flights[1].Superseded.Count));
    }

    [Fact]
    public void What_came_to_nothing_travels_alone_the_next_time()
    {
        var queue = new ObjectQueue(static _ => -1, TimeSpan.FromSeconds(1));
        for (var n = 0; n < 10; n++)
        {
            queue.Add(Work(ObjectKind.CostCenter, n, 1, n, ObjectSamples.Noon));
        }

        foreach (var flight in queue.Take(3, ObjectSamples.Noon, []))
        {
            queue.Delay(flight.Lane, [flight.Work], ObjectSamples.Noon);
        }

        queue.Wake(ObjectSamples.Noon);
        var sizes = new List<int>();
        while (queue.Ready > 0)
        {
            sizes.Add(queue.Take(50, ObjectSamples.Noon, []).Count);
        }

        Assert.Equal([1, 1, 1, 7], sizes);
    }

    [Fact]
    public void An_object_of_the_backlog_that_changes_again_goes_with_the_new_ones()
    {
        var queue = new ObjectQueue(static _ => -1, TimeSpan.FromSeconds(1));
        for (var n = 0; n < 100; n++)
        {
            queue.Add(Work(ObjectKind.CostCenter, n, 1, n, ObjectSamples.Noon));
        }

        var now = ObjectSamples.Noon.AddMinutes(5);
        queue.Add(Work(ObjectKind.CostCenter, 50, 2, 100, now));
        var taken = queue.Take(2, now, []).Single(f => f.Lane.Key == ObjectSamples.Key(ObjectKind.CostCenter, 50));
        Assert.Equal((2, 1), (taken.Work.Instruction.SourceVersion, taken.Superseded.Count));
    }

    [Fact]
    public void What_was_only_turned_away_goes_as_soon_as_Fusion_is_back_and_what_failed_by_itself_waits()
    {
        var queue = new ObjectQueue(static _ => -1, TimeSpan.FromSeconds(1));
        for (var n = 0; n < 10; n++)
        {
            queue.Add(Work(ObjectKind.CostCenter, n, 1, n, ObjectSamples.Noon));
        }

        var later = ObjectSamples.Noon.AddMinutes(1);
        foreach (var flight in queue.Take(10, ObjectSamples.Noon, []))
        {
            queue.Delay(flight.Lane, [flight.Work], later, turnedAway: flight.Work.Offset != 3);
        }

        queue.Wake(ObjectSamples.Noon);
        Assert.Equal(0, queue.Ready);
        queue.WakeTurnedAway();
        Assert.Equal(9, queue.Take(50, ObjectSamples.Noon, []).Count);

        queue.Wake(later);
        Assert.Equal(3, Assert.Single(queue.Take(50, later, [])).Work.Offset);
    }

    [Fact]
    public void A_version_older_than_the_one_that_stands_is_stale()
    {
        var queue = new ObjectQueue(static _ => 5, TimeSpan.FromSeconds(1));
        queue.Add(Work(ObjectKind.Customer, 1, 4, 1, ObjectSamples.Noon));
        queue.Add(Work(ObjectKind.Customer, 1, 6, 2, ObjectSamples.Noon));
        var stale = new List<ObjectWork>();
        Assert.Equal(6, Assert.Single(queue.Take(10, ObjectSamples.Noon, stale)).Work.Instruction.SourceVersion);
        Assert.Equal(4, Assert.Single(stale).Instruction.SourceVersion);
    }

    [Fact]
    public void A_position_with_its_ranges_says_after_a_restart_exactly_what_has_no_receipt()
    {
        Prop.ForAll<bool[], bool[]>((present, done) =>
        {
            var offsets = Enumerable.Range(0, present.Length).Where(i => present[i]).Select(i => (long)i + 3).ToList();
            var ledger = new OffsetLedger(3);
            offsets.ForEach(o => ledger.See(o));
            var ended = offsets.Where((_, i) => i < done.Length && done[i]).OrderByDescending(o => o % 7).ToList();
            ended.ForEach(ledger.Done);
            var restored = new OffsetLedger(ledger.Next, ledger.Encode());
            return offsets.TrueForAll(o => (o >= restored.Next && restored.See(o)) == !ended.Contains(o));
        }).QuickCheckThrowOnFailure();
    }

    private static bool Runs((byte Key, byte Dice)[] steps)
    {
        var standing = new Dictionary<string, long>(StringComparer.Ordinal);
        var queue = new ObjectQueue(key => standing.GetValueOrDefault(key, -1), TimeSpan.FromSeconds(1));
        var ended = new List<ObjectWork>();
        var flying = new List<Flight>();
        var versions = new Dictionary<int, long>();
        var now = ObjectSamples.Noon;
        var offset = 0L;
        foreach (var (key, dice) in steps)
        {
            now = now.AddMilliseconds(dice);
            var n = key % 5;
            versions[n] = versions.GetValueOrDefault(n) + 1;
            queue.Add(Work((ObjectKind)(n % 2 == 0 ? 0 : 3), n, versions[n], offset++, now));
            queue.Wake(now);
            flying.AddRange(queue.Take(1 + dice % 3, now, ended));
            if (flying.Select(f => f.Lane.Key).Distinct().Count() != flying.Count)
            {
                return false;
            }

            Land(queue, flying, standing, ended, dice, now);
        }

        for (var turn = 0; queue.Count > 0 && turn < 10_000; turn++)
        {
            now = now.AddSeconds(10);
            queue.Wake(now);
            flying.AddRange(queue.Take(3, now, ended));
            Land(queue, flying, standing, ended, 3, now);
        }

        return ended.Count == steps.Length && ended.Select(w => w.Offset).Distinct().Count() == steps.Length;
    }

    private static void Land(ObjectQueue queue, List<Flight> flying, Dictionary<string, long> standing, List<ObjectWork> ended, byte dice, DateTimeOffset now)
    {
        if (flying.Count == 0)
        {
            return;
        }

        var flight = flying[dice % flying.Count];
        flying.Remove(flight);
        switch (dice % 4)
        {
            case 0:
                queue.Delay(flight.Lane, [.. flight.Superseded, flight.Work], now.AddMilliseconds(dice), turnedAway: dice % 8 == 0);
                if (dice % 16 == 0)
                {
                    queue.WakeTurnedAway();
                }

                break;
            case 1:
                flight.Lane.Return(flight.Superseded);
                ended.Add(flight.Work);
                queue.Release(flight.Lane, 1);
                break;
            default:
                // Never an older version after a newer one.
                Assert.True(flight.Work.Instruction.SourceVersion > standing.GetValueOrDefault(flight.Lane.Key, -1));
                standing[flight.Lane.Key] = flight.Work.Instruction.SourceVersion;
                ended.AddRange([.. flight.Superseded, flight.Work]);
                queue.Release(flight.Lane, 1 + flight.Superseded.Count);
                break;
        }
    }

    private static ObjectWork Work(ObjectKind kind, int n, long version, long offset, DateTimeOffset at) =>
        new(ObjectSamples.Of(kind, n, version), s_partition, offset, at);
}
