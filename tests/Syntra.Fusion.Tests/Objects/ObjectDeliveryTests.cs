using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Tests.Compliance;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Instructions in, receipts out: each once, whatever breaks.</summary>
public sealed class ObjectDeliveryTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const ObjectKind Fast = ObjectKind.CostCenter;

    [Fact]
    public async Task Each_instruction_of_each_kind_gets_one_receipt()
    {
        ObjectKind[] kinds = [ObjectKind.Customer, ObjectKind.Asset, ObjectKind.WorkerCredential, ObjectKind.WorkerAssignment, ObjectKind.CostCenter, ObjectKind.Requisition];
        await using var rig = await DeliveryRig.StartAsync(kafka, kinds);
        await rig.ProduceAsync(kinds.SelectMany(k => Enumerable.Range(1, 15).Select(n => ObjectSamples.Of(k, n, bad: n == 9))));
        await rig.RunUntilAsync(90);
        var receipts = rig.Receipts();
        Assert.Equal(90, receipts.Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Equal(90, receipts.Count);
        Assert.Equal(6, receipts.Count(r => r.Outcome == ObjectOutcome.Rejected));
        Assert.All(receipts, r => Assert.True(r.AnsweredAt >= r.ReceivedAt));
        foreach (var kind in kinds)
        {
            Assert.Equal(1, await rig.Objects.StandingAsync(kind, 1));
        }
    }

    [Fact]
    public async Task Late_versions_are_stale_and_waiting_ones_are_superseded_and_say_so()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast);
        await rig.ProduceAsync(ObjectSamples.Of(Fast, 1, 5, 1));
        await rig.RunUntilAsync(1);
        await rig.ProduceAsync(ObjectSamples.Of(Fast, 1, 4, 2), ObjectSamples.Of(Fast, 1, 6, 2), ObjectSamples.Of(Fast, 1, 7, 3), ObjectSamples.Of(Fast, 1, 8, 4));
        await rig.RunUntilAsync(5);
        var byVersion = rig.Receipts().ToDictionary(r => r.SourceVersion);
        Assert.Equal(5, byVersion.Count);
        Assert.Equal((ObjectOutcome.Stale, 5), (byVersion[4].Outcome, byVersion[4].SupersededBy));
        Assert.Equal(ObjectOutcome.Updated, byVersion[8].Outcome);
        Assert.All([6L, 7L], v => Assert.True(byVersion[v].Outcome is ObjectOutcome.Superseded or ObjectOutcome.Updated));
        var value = Assert.Single(await rig.Objects.Pod.ObjectsAsync("values"));
        Assert.Equal("Ward 4", value.GetProperty("attributes").GetProperty("Description").GetString());
    }

    [Fact]
    public async Task A_slow_object_holds_up_no_other()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast);
        await rig.Objects.Pod.FaultAsync("values", "delay", more: new { seconds = 3600 });
        using var stop = new CancellationTokenSource();
        var delivery = rig.New(timeout: TimeSpan.FromHours(1));
        var running = delivery.RunAsync(stop.Token);
        await rig.ProduceAsync(ObjectSamples.Of(Fast, 1));
        await Wait.EventuallyAsync(() => delivery.Snapshot()[0].InFlight == 1, running);
        await rig.ProduceAsync(Enumerable.Range(2, 200).Select(n => ObjectSamples.Of(Fast, n)));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 200, running);
        Assert.Equal(200, rig.Receipts().Count);
        await DeliveryRig.StopAsync(running, stop);

        // The next life does the one that was left, and none of the others again.
        await rig.RunUntilAsync(201);
        Assert.Equal(201, rig.Receipts().Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Equal(201, (await rig.Objects.Pod.ObjectsAsync("values")).Count);
    }

    [Fact]
    public async Task A_refused_version_gives_the_one_before_its_chance()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, ObjectKind.Customer);
        await rig.ProduceAsync(ObjectSamples.Of(ObjectKind.Customer, 1, 1), ObjectSamples.Of(ObjectKind.Customer, 1, 2, bad: true));
        await rig.RunUntilAsync(2);
        var byVersion = rig.Receipts().ToDictionary(r => r.SourceVersion, r => r.Outcome);
        Assert.Equal((ObjectOutcome.Created, ObjectOutcome.Rejected), (byVersion[1], byVersion[2]));
    }

    [Fact]
    public async Task A_Fusion_that_is_gone_is_waited_for()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast, ObjectKind.Requisition);
        using var stop = new CancellationTokenSource();
        var running = rig.New().RunAsync(stop.Token);
        await rig.ProduceAsync(Enumerable.Range(1, 20).SelectMany(n => new[] { ObjectSamples.Of(Fast, n), ObjectSamples.Of(ObjectKind.Requisition, n) }));
        await Wait.EventuallyAsync(() => rig.Receipts().Count > 0, running);
        await Wait.WhileAsync(running, ct => rig.Objects.Pod.RestartAsync(
            5, () => rig.ProduceAsync(Enumerable.Range(21, 100).SelectMany(n => new[] { ObjectSamples.Of(Fast, n), ObjectSamples.Of(ObjectKind.Requisition, n) })), ct));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 240, running);
        await DeliveryRig.StopAsync(running, stop);
        await AssertOnceAsync(rig, 120);
    }

    [Fact]
    public async Task Lives_that_break_off_at_any_moment_do_nothing_twice_and_leave_nothing_out()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast, ObjectKind.Requisition);
        await rig.ProduceAsync(Enumerable.Range(1, 150).SelectMany(n => new[] { ObjectSamples.Of(Fast, n), ObjectSamples.Of(ObjectKind.Requisition, n) }));
        for (var life = 1; life <= 8; life++)
        {
            using var stop = new CancellationTokenSource();
            var want = Math.Min(290, rig.Receipts().Count + 7 * life);
            var running = rig.New().RunAsync(stop.Token);
            await Wait.EventuallyAsync(() => rig.Receipts().Count >= want, running);
            await DeliveryRig.StopAsync(running, stop);
        }

        await rig.RunUntilAsync(300);
        await AssertOnceAsync(rig, 150);
    }

    [Fact]
    public async Task A_second_instance_takes_over_and_the_first_one_stops()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast);
        using var stop = new CancellationTokenSource();
        var first = rig.New().RunAsync(stop.Token);
        await rig.ProduceAsync(Enumerable.Range(1, 20).Select(n => ObjectSamples.Of(Fast, n)));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 20, first);
        var second = rig.New().RunAsync(stop.Token);
        await rig.ProduceAsync(Enumerable.Range(21, 20).Select(n => ObjectSamples.Of(Fast, n)));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 40, second);
        await rig.ProduceAsync(ObjectSamples.Of(Fast, 41));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 41 && first.IsCompleted, second);
        await Assert.ThrowsAsync<DeliveryFencedException>(() => first);
        await DeliveryRig.StopAsync(second, stop);
        Assert.Equal(41, rig.Receipts().Count);
    }

    [Fact]
    public async Task What_no_life_can_have_tried_goes_without_asking_and_what_one_may_have_is_asked_for()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast);
        await rig.ProduceAsync(Enumerable.Range(1, 5).Select(n => ObjectSamples.Of(Fast, n)));
        using var stop = new CancellationTokenSource();
        var running = rig.New().RunAsync(stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 5, running);
        var before = await CallsAsync(rig, "GET values");
        await rig.ProduceAsync(Enumerable.Range(6, 5).Select(n => ObjectSamples.Of(Fast, n)));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 10, running);
        Assert.Equal((true, before), (before >= 1, await CallsAsync(rig, "GET values")));

        // The answer is lost after the work: the next attempt asks, and makes nothing twice.
        await rig.Objects.Pod.FaultAsync("POST /fscmRestApi", "garbage-after-work");
        await rig.ProduceAsync(ObjectSamples.Of(Fast, 11));
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 11, running);
        await DeliveryRig.StopAsync(running, stop);
        Assert.Equal(before + 1, await CallsAsync(rig, "GET values"));
        Assert.Equal(11, (await rig.Objects.Pod.ObjectsAsync("values")).Count);
    }

    private static async Task<long> CallsAsync(DeliveryRig rig, string operation) =>
        (await rig.Objects.Pod.StatsAsync()).GetProperty("requests").TryGetProperty(operation, out var counts) ? counts.EnumerateObject().Sum(c => c.Value.GetInt64()) : 0;

    [Fact]
    public async Task Too_many_requests_are_slowed_down_for_and_none_is_lost()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast);
        await rig.Objects.Pod.FaultAsync("values", "status", times: 25, more: new { status = 429 });
        await rig.ProduceAsync(Enumerable.Range(1, 100).Select(n => ObjectSamples.Of(Fast, n)));
        await rig.RunUntilAsync(100);
        Assert.Equal(100, rig.Receipts().Count(r => r.Outcome == ObjectOutcome.Created));
    }

    [Fact]
    public async Task What_nobody_can_say_within_the_time_limit_ends_unknown()
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, Fast);
        rig.Options = rig.Options with { RetryFor = TimeSpan.FromMilliseconds(300) };
        await rig.Objects.Pod.FaultAsync("values", "no-work-500", times: 10_000);
        await rig.ProduceAsync(ObjectSamples.Of(Fast, 1));
        await rig.RunUntilAsync(1);
        var receipt = Assert.Single(rig.Receipts());
        Assert.Equal((ObjectOutcome.Unknown, ObjectErrorClass.Retriable, "no-certain-answer"), (receipt.Outcome, receipt.ErrorClass, receipt.ReasonCode));
    }

    private static async Task AssertOnceAsync(DeliveryRig rig, int each)
    {
        var receipts = rig.Receipts();
        Assert.Equal(2 * each, receipts.Count);
        Assert.Equal(2 * each, receipts.Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Equal(each, (await rig.Objects.Pod.ObjectsAsync("values")).Count);
        var requisitions = await rig.Objects.Pod.ObjectsAsync("purchaseRequisitions");
        Assert.Equal(each, requisitions.Count);
        Assert.All(requisitions, r => Assert.Equal("PENDING_APPROVAL", r.GetProperty("attributes").GetProperty("DocumentStatusCode").GetString()));
    }
}
