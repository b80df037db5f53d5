using Syntra.Contracts;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Tests.Compliance;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Delivery by file, from topic to topic: batches by time and number, one receipt each, whatever breaks.</summary>
public sealed class BulkDeliveryTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const ObjectKind Kind = ObjectKind.Customer;

    [Fact]
    public async Task Each_instruction_gets_one_receipt_and_no_file_has_more_rows_than_set()
    {
        await using var rig = await StartAsync(rows: 20);
        await rig.ProduceAsync(Enumerable.Range(1, 60).Select(n => ObjectSamples.Of(Kind, n, bad: n % 10 == 9)));
        await rig.RunUntilAsync(60);
        var receipts = rig.Receipts();
        Assert.Equal(60, receipts.Count);
        Assert.Equal(60, receipts.Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Equal(54, receipts.Count(r => r.Outcome == ObjectOutcome.Created));
        Assert.All(receipts.Where(r => r.Outcome != ObjectOutcome.Created), r => Assert.Equal((ObjectErrorClass.Poison, "HZ_IMP_INVALID_PARTY_NAME"), (r.ErrorClass, r.ReasonCode)));
        Assert.Equal(54, (await rig.Objects.Pod.ObjectsAsync("customerAccounts")).Count);
        Assert.InRange(await rig.Objects.JobsAsync("CDMAutoBulkImportJob"), 3, 60);
    }

    [Fact]
    public async Task A_few_leave_when_their_time_has_come()
    {
        await using var rig = await StartAsync(rows: 1000);
        await rig.ProduceAsync(Enumerable.Range(1, 3).Select(n => ObjectSamples.Of(Kind, n)));
        await rig.RunUntilAsync(3);
        Assert.All(rig.Receipts(), r => Assert.Equal(ObjectOutcome.Created, r.Outcome));
    }

    [Fact]
    public async Task A_row_that_the_loader_refuses_does_not_cost_the_others_their_file()
    {
        await using var rig = await StartAsync(rows: 50);
        var long_ = ObjectSamples.Of(Kind, 5);
        long_ = long_ with { Customer = long_.Customer! with { OrganizationName = new string('x', 400) } };
        await rig.ProduceAsync(Enumerable.Range(1, 20).Select(n => n == 5 ? long_ : ObjectSamples.Of(Kind, n)));
        await rig.RunUntilAsync(20);
        var refused = Assert.Single(rig.Receipts(), r => r.Outcome == ObjectOutcome.Rejected);
        Assert.Equal((ObjectSamples.Key(Kind, 5), "ORA-12899"), (refused.ObjectKey, refused.ReasonCode));
        Assert.Equal(19, (await rig.Objects.Pod.ObjectsAsync("customerAccounts")).Count);
    }

    [Fact]
    public async Task A_load_that_fails_without_naming_a_row_is_halved_down_to_what_fails_alone()
    {
        await using var rig = await StartAsync(rows: 8);
        await rig.Objects.Pod.FaultAsync("LoadFileToInterface", "job-fails", times: 2);
        await rig.ProduceAsync(Enumerable.Range(1, 8).Select(n => ObjectSamples.Of(Kind, n)));
        await rig.RunUntilAsync(8);
        Assert.All(rig.Receipts(), r => Assert.Equal(ObjectOutcome.Created, r.Outcome));
        Assert.Equal(8, (await rig.Objects.Pod.ObjectsAsync("customerAccounts")).Count);
    }

    [Fact]
    public async Task A_source_system_that_nobody_registered_is_held_for_a_person()
    {
        await using var rig = await StartAsync();
        rig.Objects.Settings = rig.Objects.Settings with { SourceSystem = "OTHER" };
        await rig.ProduceAsync(Enumerable.Range(1, 4).Select(n => ObjectSamples.Of(Kind, n)));
        await rig.RunUntilAsync(4);
        Assert.All(rig.Receipts(), r => Assert.Equal((ObjectErrorClass.Held, "HZ_INVALID_ORIG_SYSTEM"), (r.ErrorClass, r.ReasonCode)));
    }

    [Fact]
    public async Task A_job_that_takes_nothing_is_asked_for_again_and_in_the_end_held()
    {
        await using var rig = await StartAsync();
        await rig.Objects.Pod.FaultAsync("CDMAutoBulkImportJob", "job-fails", times: 1);
        await rig.ProduceAsync(ObjectSamples.Of(Kind, 1));
        await rig.RunUntilAsync(1);
        Assert.Equal(ObjectOutcome.Created, rig.Receipts()[0].Outcome);
        await rig.Objects.Pod.FaultAsync("CDMAutoBulkImportJob", "job-fails", times: 5);
        await rig.ProduceAsync(ObjectSamples.Of(Kind, 2));
        await rig.RunUntilAsync(2);
        var held = Assert.Single(rig.Receipts(), r => r.Outcome == ObjectOutcome.Rejected);
        Assert.Equal((ObjectErrorClass.Held, "bulk-job-failed"), (held.ErrorClass, held.ReasonCode));
        Assert.Equal(2 + 3, await rig.Objects.JobsAsync("CDMAutoBulkImportJob"));
    }

    [Theory]
    [InlineData("uploadFileToUCM", "drop-after-work")]
    [InlineData("InterfaceLoaderController", "drop-after-work")]
    [InlineData("InterfaceLoaderController", "drop-before-work")]
    [InlineData("CDMAutoBulkImportJob", "drop-after-work")]
    [InlineData("CDMAutoBulkImportJob", "drop-before-work")]
    [InlineData("CDMAutoBulkImportJob", "garbage-after-work")]
    [InlineData("ExternalReportWSSService", "status")]
    public async Task A_lost_answer_is_asked_for_and_every_customer_is_made_once(string call, string fault)
    {
        await using var rig = await StartAsync(rows: 10);
        await rig.Objects.Pod.FaultAsync(call, fault, times: 2, more: new { status = 503 });
        await rig.ProduceAsync(Enumerable.Range(1, 30).Select(n => ObjectSamples.Of(Kind, n)));
        await rig.RunUntilAsync(30);
        await AssertOnceAsync(rig, 30);
    }

    [Fact]
    public async Task The_batch_of_a_dead_life_ends_before_a_newer_version_leaves()
    {
        await using var rig = await StartAsync();
        await rig.Objects.Pod.FaultAsync("CDMAutoBulkImportJob", "hang-after-work", more: new { seconds = 3600 });
        using var stop = new CancellationTokenSource();
        var running = rig.New(timeout: TimeSpan.FromHours(1)).RunAsync(stop.Token);
        await rig.ProduceAsync(Enumerable.Range(1, 5).Select(n => ObjectSamples.Of(Kind, n)));
        await Wait.EventuallyAsync(() => rig.Objects.JobsAsync("CDMAutoBulkImportJob").GetAwaiter().GetResult() == 1, running);
        await DeliveryRig.StopAsync(running, stop);
        Assert.Empty(rig.Receipts());

        await rig.ProduceAsync(ObjectSamples.Of(Kind, 1, 2, 2), ObjectSamples.Of(Kind, 6));
        await rig.RunUntilAsync(7);
        Assert.Equal(7, rig.Receipts().Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Equal(2, await rig.Objects.JobsAsync("CDMAutoBulkImportJob"));
        Assert.Equal(["Payer 1", "Payer 2"], await rig.Objects.NamesOverTimeAsync(ObjectSamples.Key(Kind, 1)));
    }

    [Fact]
    public async Task Lives_that_break_off_and_a_pod_that_goes_away_do_nothing_twice_and_keep_the_order()
    {
        await using var rig = await StartAsync(rows: 12);
        for (var version = 1; version <= 3; version++)
        {
            await rig.ProduceAsync(Enumerable.Range(1, 40).Select(n => ObjectSamples.Of(Kind, n, version, version)));
        }

        for (var life = 1; life <= 8; life++)
        {
            using var stop = new CancellationTokenSource();
            var jobs = await rig.Objects.JobsAsync(life % 2 == 0 ? "CDMAutoBulkImportJob" : "InterfaceLoaderController");
            var running = rig.New().RunAsync(stop.Token);
            await Wait.EventuallyAsync(() => rig.Receipts().Count >= 120 || rig.Objects.JobsAsync(life % 2 == 0 ? "CDMAutoBulkImportJob" : "InterfaceLoaderController").GetAwaiter().GetResult() > jobs, running);
            if (life == 4)
            {
                await rig.Objects.Pod.RestartAsync();
            }

            await DeliveryRig.StopAsync(running, stop);
        }

        await rig.RunUntilAsync(120);
        var receipts = rig.Receipts();
        Assert.Equal(120, receipts.Count);
        Assert.Equal(120, receipts.Select(r => r.IdempotencyKey).Distinct().Count());
        var parties = await rig.Objects.Pod.ObjectsAsync("parties");
        Assert.Equal(40, parties.Count);
        Assert.All(parties, p => Assert.Equal("Payer 3", p.GetProperty("attributes").GetProperty("OrganizationName").GetString()));
        foreach (var key in Enumerable.Range(1, 40).Select(n => ObjectSamples.Key(Kind, n)))
        {
            var names = await rig.Objects.NamesOverTimeAsync(key);
            Assert.Equal(names.Order(StringComparer.Ordinal).Distinct(), names);
        }
    }

    private static async Task AssertOnceAsync(DeliveryRig rig, int count)
    {
        Assert.Equal(count, rig.Receipts().Count);
        Assert.Equal(count, rig.Receipts().Select(r => r.IdempotencyKey).Distinct().Count());
        var parties = await rig.Objects.Pod.ObjectsAsync("parties");
        Assert.Equal(count, parties.Count);
        Assert.All(parties, p => Assert.Equal(1, p.GetProperty("version").GetInt32()));
        Assert.Equal(count, (await rig.Objects.Pod.ObjectsAsync("customerAccounts")).Count);
    }

    private async Task<DeliveryRig> StartAsync(int rows = 100)
    {
        var rig = await DeliveryRig.StartAsync(kafka, Kind);
        rig.Objects.ByFile(Kind, new BulkSettings { After = TimeSpan.FromMilliseconds(100), Rows = rows });
        return rig;
    }
}
