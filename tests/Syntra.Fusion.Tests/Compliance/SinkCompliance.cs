using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Compliance;

/// <summary>What every sink must do, whatever it delivers: each instruction arrives once and gets one receipt, whatever breaks.</summary>
public abstract class SinkCompliance
{
    private static readonly TimeSpan s_limit = Hang.Limit;

    private protected abstract Task<ISinkRig> NewRigAsync();

    [Fact]
    public async Task Every_instruction_arrives_once_and_gets_one_receipt()
    {
        await using var rig = await NewRigAsync();
        await rig.ProduceAsync([.. Enumerable.Range(1, 120)], [500, 501]);
        await RunUntilAsync(rig, 122);
        await AssertEndAsync(rig, Enumerable.Range(1, 120), [500, 501]);
    }

    [Fact]
    public async Task Instructions_of_an_aborted_transaction_do_not_exist()
    {
        await using var rig = await NewRigAsync();
        await rig.ProduceAsync([1, 2], [], abort: true);
        await rig.ProduceAsync([3], []);
        await RunUntilAsync(rig, 1);
        await AssertEndAsync(rig, [3], []);
    }

    [Fact]
    public async Task A_crash_around_every_commit_one_after_the_other_doubles_and_loses_nothing()
    {
        await using var rig = await NewRigAsync();
        var storm = new CrashStorm();
        await rig.ProduceAsync([.. Enumerable.Range(1, 20)], [500]);
        var next = 21;
        var (good, bad) = (new List<int>(Enumerable.Range(1, 20)), new List<int> { 500 });
        while (!storm.IsOver)
        {
            await CrashOnceAsync(rig, storm);

            // Each life finds new work, refused work too, so that every commit is passed again until each was a crash once.
            await rig.ProduceAsync([next], [500 + next]);
            bad.Add(500 + next);
            good.Add(next++);
        }

        await RunUntilAsync(rig, good.Count + bad.Count);
        await AssertEndAsync(rig, good, bad);
    }

    [Fact]
    public async Task A_second_instance_takes_over_and_the_first_one_stops()
    {
        await using var rig = await NewRigAsync();
        using var stop = new CancellationTokenSource();
        await rig.ProduceAsync([.. Enumerable.Range(1, 40)], []);
        var first = rig.RunAsync(null, stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count > 0, first);
        await rig.ProduceAsync([.. Enumerable.Range(41, 40)], []);
        var second = rig.RunAsync(null, stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 80, second);
        await rig.ProduceAsync([100], []);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 81 && first.IsCompleted, second);
        await Assert.ThrowsAsync<DeliveryFencedException>(() => first);
        await StopAsync(second, stop);
        await AssertEndAsync(rig, Enumerable.Range(1, 80).Append(100), []);
    }

    [Fact]
    public async Task Lost_consumer_group_offsets_deliver_nothing_again()
    {
        await using var rig = await NewRigAsync();
        await rig.ProduceAsync([.. Enumerable.Range(1, 10)], []);
        await RunUntilAsync(rig, 10);
        await rig.ProduceAsync([11], []);
        using var stop = new CancellationTokenSource();
        var running = rig.RunWithoutOffsetsAsync(stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 11, running);
        await StopAsync(running, stop);
        await AssertEndAsync(rig, Enumerable.Range(1, 11), []);
    }

    [Fact]
    public async Task Versions_of_one_record_go_one_after_the_other()
    {
        await using var rig = await NewRigAsync();
        await rig.ProduceAsync([1], []);
        await rig.ProduceAsync([1], [], version: 2);
        await rig.ProduceAsync([1], [], version: 3);
        await RunUntilAsync(rig, 3);
        Assert.Equal([1, 2, 3], rig.Receipts().Select(r => r.Version));
        Assert.Equal(3, (await rig.DeliveredAsync()).Distinct().Count());
    }

    [Fact]
    public async Task A_target_that_is_gone_for_a_while_is_waited_for()
    {
        await using var rig = await NewRigAsync();
        using var stop = new CancellationTokenSource();
        await rig.ProduceAsync([.. Enumerable.Range(1, 30)], []);
        var running = rig.RunAsync(null, stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count > 0, running);
        await Wait.WhileAsync(running, ct => rig.LoseTargetAsync(5, () => rig.ProduceAsync([.. Enumerable.Range(31, 30)], []), ct));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 60, running);
        await StopAsync(running, stop);
        await AssertEndAsync(rig, Enumerable.Range(1, 60), []);
    }

    private protected static async Task RunUntilAsync(ISinkRig rig, int receipts)
    {
        using var stop = new CancellationTokenSource(s_limit, TimeProvider.System);
        var running = rig.RunAsync(null, stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= receipts, running);
        await StopAsync(running, stop);
    }

    private protected static async Task StopAsync(Task running, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private protected static async Task AssertEndAsync(ISinkRig rig, IEnumerable<int> good, IEnumerable<int> bad)
    {
        static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
        var receipts = rig.Receipts();
        Assert.Equal(good.Select(Text).Order(), receipts.Where(r => r.Accepted).Select(r => r.RecordId).Order());
        Assert.Equal(bad.Select(Text).Order(), receipts.Where(r => !r.Accepted).Select(r => r.RecordId).Order());
        Assert.Equal(good.Select(Text).Order(), (await rig.DeliveredAsync()).Select(d => d.RecordId).Order());
    }

    private static async Task CrashOnceAsync(ISinkRig rig, CrashStorm storm)
    {
        using var limit = new CancellationTokenSource(s_limit, TimeProvider.System);
        try
        {
            await rig.RunAsync(storm.NextLife(), limit.Token);
        }
        catch (CrashException)
        {
            return;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Assert.Fail($"a life passed none of the points that are left: {storm}");
        }

        Assert.Fail("the sink ended without a crash");
    }

    /// <summary>Breaks one life off at the first commit that was not a crash yet.</summary>
    private sealed class CrashStorm
    {
        private readonly HashSet<string> _open = [
            "seal/before", "seal/after",
            .. Enum.GetValues<DeliveryState>().Where(s => s != DeliveryState.Split).SelectMany(s => new[] { $"{s}/before", $"{s}/after" }),
        ];

        private readonly Lock _lock = new();

        public bool IsOver
        {
            get
            {
                lock (_lock)
                {
                    return _open.Count == 0;
                }
            }
        }

        public DeliveryProbe NextLife() => new Life(this);

        public override string ToString()
        {
            lock (_lock)
            {
                return string.Join(' ', _open.Order(StringComparer.Ordinal));
            }
        }

        private sealed class Life(CrashStorm storm) : DeliveryProbe
        {
            private bool _dead;

            public override void Before(DeliveryState from, DeliveryState to) => Crash($"{to}/before");

            public override void After(DeliveryState from, DeliveryState to) => Crash($"{to}/after");

            public override void BeforeSeal() => Crash("seal/before");

            public override void AfterSeal() => Crash("seal/after");

            // A dead process does nothing more, whatever its threads were about to do; and no point counts that did not end a life.
            private void Crash(string point)
            {
                lock (storm._lock)
                {
                    if (!_dead && !storm._open.Remove(point))
                    {
                        return;
                    }

                    _dead = true;
                }

                throw new CrashException();
            }
        }
    }
}
