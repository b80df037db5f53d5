using Syntra.Contracts;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Tests.Compliance;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Assets and assignments by file, from topic to topic: one receipt each, nothing twice, order kept, whatever breaks.</summary>
public sealed class BulkKindsTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Theory]
    [InlineData(ObjectKind.Asset, "PostMassAdditions", "drop-after-work")]
    [InlineData(ObjectKind.Asset, "PostMassAdditions", "drop-before-work")]
    [InlineData(ObjectKind.Asset, "PrepareMassAdditions", "drop-after-work")]
    [InlineData(ObjectKind.Asset, "InterfaceLoaderController", "drop-after-work")]
    [InlineData(ObjectKind.Asset, "ExternalReportWSSService", "status")]
    [InlineData(ObjectKind.WorkerAssignment, "createFileDataSet", "drop-after-work")]
    [InlineData(ObjectKind.WorkerAssignment, "createFileDataSet", "drop-before-work")]
    [InlineData(ObjectKind.WorkerAssignment, "uploadFile", "drop-after-work")]
    [InlineData(ObjectKind.WorkerAssignment, "ExternalReportWSSService", "status")]
    public async Task A_lost_answer_is_asked_for_and_every_object_is_made_once(ObjectKind kind, string call, string fault)
    {
        await using var rig = await StartAsync(kind, rows: 10);
        await rig.Objects.Pod.FaultAsync(call, fault, times: 2, more: new { status = 503 });
        await rig.ProduceAsync(Enumerable.Range(1, 30).Select(n => ObjectSamples.Of(kind, n, bad: n % 10 == 9)));
        await rig.RunUntilAsync(30);
        await AssertOnceAsync(rig, kind, 30);
    }

    [Theory]
    [InlineData(ObjectKind.Asset, "PostMassAdditions", "InterfaceLoaderController")]
    [InlineData(ObjectKind.WorkerAssignment, null, null)]
    public async Task Lives_that_break_off_and_a_pod_that_goes_away_do_nothing_twice_and_keep_the_order(ObjectKind kind, string? job, string? other)
    {
        await using var rig = await StartAsync(kind, rows: 8);
        for (var version = 1; version <= 3; version++)
        {
            await rig.ProduceAsync(Enumerable.Range(1, 24).Select(n => ObjectSamples.Of(kind, n, version, version == 3 ? 2 : 1)));
        }

        for (var life = 1; life <= 6; life++)
        {
            var watched = life % 2 == 0 ? job : other;
            var begun = await ProgressAsync(rig, watched);
            using var stop = new CancellationTokenSource();
            var running = rig.New().RunAsync(stop.Token);
            await Delivery.Wait.EventuallyAsync(() => rig.Receipts().Count >= 72 || ProgressAsync(rig, watched).GetAwaiter().GetResult() > begun, running, 50);
            if (life == 3)
            {
                await rig.Objects.Pod.RestartAsync();
            }

            await DeliveryRig.StopAsync(running, stop);
        }

        await rig.RunUntilAsync(72);
        var receipts = rig.Receipts();
        Assert.Equal((72, 72), (receipts.Count, receipts.Select(r => r.IdempotencyKey).Distinct().Count()));
        Assert.DoesNotContain(receipts, r => r.Outcome is ObjectOutcome.Rejected or ObjectOutcome.Unknown);
        for (var n = 1; n <= 24; n++)
        {
            Assert.Equal(1, await rig.Objects.StandingAsync(kind, n));
        }

        var last = kind == ObjectKind.Asset ? "Infusion pump 2" : "Emergency";
        var objects = await rig.Objects.Pod.ObjectsAsync(ObjectRig.Resource(kind));
        Assert.Equal(24, objects.Count(o => o.GetProperty("attributes").ToString().Contains(last, StringComparison.Ordinal)));
    }

    private static async Task<int> ProgressAsync(DeliveryRig rig, string? job) =>
        job is null ? (await rig.Objects.Pod.ObjectsAsync("dataLoadDataSets")).Count : await rig.Objects.JobsAsync(job);

    private static async Task AssertOnceAsync(DeliveryRig rig, ObjectKind kind, int count)
    {
        var receipts = rig.Receipts();
        Assert.Equal((count, count), (receipts.Count, receipts.Select(r => r.IdempotencyKey).Distinct().Count()));
        for (var n = 1; n <= count; n++)
        {
            var receipt = receipts.Single(r => r.ObjectKey == ObjectSamples.Key(kind, n));
            Assert.Equal((n, n % 10 == 9), (n, receipt.Outcome == ObjectOutcome.Rejected));
            Assert.Equal((n, n % 10 == 9 ? 0 : 1), (n, await rig.Objects.StandingAsync(kind, n)));
        }
    }

    private async Task<DeliveryRig> StartAsync(ObjectKind kind, int rows)
    {
        var rig = await DeliveryRig.StartAsync(kafka, kind);
        if (kind == ObjectKind.WorkerAssignment)
        {
            await rig.Objects.HireAsync();
        }

        rig.Objects.ByFile(kind, new BulkSettings { After = TimeSpan.FromMilliseconds(100), Rows = rows });
        return rig;
    }
}
