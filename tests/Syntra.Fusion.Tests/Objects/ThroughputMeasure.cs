using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Tests.Compliance;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>What this hop takes, with broker, registry, delivery and simulated Fusion in one process. Run by name: it is a measurement, not a test.</summary>
public sealed class ThroughputMeasure(KafkaFixture kafka, ITestOutputHelper output) : IClassFixture<KafkaFixture>
{
    [Theory(Explicit = true)]
    [InlineData(ObjectKind.CostCenter, 40_000, 1)]
    [InlineData(ObjectKind.CostCenter, 40_000, 4)]
    [InlineData(ObjectKind.Customer, 10_000, 1)]
    [InlineData(ObjectKind.WorkerCredential, 10_000, 1)]
    [InlineData(ObjectKind.WorkerAssignment, 10_000, 1)]
    [InlineData(ObjectKind.Requisition, 5_000, 1)]
    [InlineData(ObjectKind.Asset, 5_000, 1)]
    public async Task Draining_a_backlog(ObjectKind kind, int count, int versions)
    {
        await using var rig = await DeliveryRig.StartAsync(kafka, kind);
        await rig.ProduceAsync(Enumerable.Range(0, count).Select(i => ObjectSamples.Of(kind, i % (count / versions), 1 + i / (count / versions))));
        var delivery = rig.New();
        using var stop = new CancellationTokenSource();
        var running = delivery.RunAsync(stop.Token);
        await Wait.EventuallyAsync(() => Settled(delivery) > 0, running, 60);
        var (startedAt, already) = (TimeProvider.System.GetTimestamp(), Settled(delivery));
        await Wait.EventuallyAsync(() => Settled(delivery) >= count, running, 300);
        var took = TimeProvider.System.GetElapsedTime(startedAt);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} x{versions}: {count} instructions drained at {(count - already) / took.TotalSeconds:F0}/s, limit {delivery.Snapshot()[0].Limit}"));
        await DeliveryRig.StopAsync(running, stop);
    }

    [Theory(Explicit = true)]
    [InlineData(ObjectKind.CostCenter)]
    [InlineData(ObjectKind.Customer)]
    [InlineData(ObjectKind.WorkerCredential)]
    [InlineData(ObjectKind.Requisition)]
    [InlineData(ObjectKind.Asset)]
    public async Task Five_hundred_a_second(ObjectKind kind)
    {
        const int rate = 500;
        const int seconds = 15;
        await using var rig = await DeliveryRig.StartAsync(kafka, kind);
        var delivery = rig.New();
        using var stop = new CancellationTokenSource();
        var running = delivery.RunAsync(stop.Token);
        var start = TimeProvider.System.GetTimestamp();
        for (var tick = 0; tick < seconds * 20; tick++)
        {
            await rig.ProduceAsync(Enumerable.Range(tick * rate / 20, rate / 20).Select(n => ObjectSamples.Of(kind, n) with { EventTime = TimeProvider.System.GetUtcNow() }));
            var ahead = TimeSpan.FromMilliseconds(50 * (tick + 1)) - TimeProvider.System.GetElapsedTime(start);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System);
            }
        }

        await Wait.EventuallyAsync(() => Settled(delivery) >= rate * seconds, running, 60);
        await DeliveryRig.StopAsync(running, stop);
        var hop = rig.Receipts().Where(r => r.EventTime > ObjectSamples.Noon).Skip(rate).Select(r => (r.AnsweredAt - r.ReceivedAt).TotalMilliseconds).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {rate}/s, read to answer p50 {hop[hop.Count / 2]:F1} ms, p99 {hop[hop.Count * 99 / 100]:F1} ms"));
    }

    private static long Settled(Syntra.Fusion.Objects.Delivery.ObjectDelivery delivery) => delivery.Snapshot().Sum(s => s.Receipts.Values.Sum());
}
