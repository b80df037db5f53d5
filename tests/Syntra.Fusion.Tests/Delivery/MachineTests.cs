using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>What the state machine does with good batches, failing jobs, closed periods, refused users and wrong settings.</summary>
public sealed class MachineTests : PodTests
{
    [Fact]
    public async Task Good_instructions_are_posted_once_and_accepted()
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 20m), Instructions.Of(3, 5m, facility: "600001", segment: "102"));
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1, 2, 3], rejected: []);
    }

    [Theory]
    [InlineData("InterfaceLoaderController", "job-fails")]
    [InlineData("InterfaceLoaderController", "job-fails-after-work")]
    [InlineData("LoadFileToInterface", "job-fails")]
    [InlineData("LoadFileToInterface", "job-fails-after-work")]
    [InlineData("JournalImportLauncher", "job-fails")]
    [InlineData("JournalImport", "job-fails")]
    [InlineData("JournalImport", "job-fails-after-work")]
    [InlineData("JournalImport", "job-expires")]
    [InlineData("JournalImport", "job-waits")]
    [InlineData("JournalImportLauncher", "job-blocked")]
    [InlineData("AutomaticPosting", "job-fails")]
    [InlineData("AutomaticPosting", "job-fails-after-work")]
    public async Task A_job_that_fails_once_is_done_again_without_doubling(string job, string kind)
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(3, 5m));
        await Pod.FaultAsync(job, kind, 1, new { seconds = 0.3 });
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1, 3], rejected: []);
    }

    [Fact]
    public async Task A_group_whose_report_names_no_line_is_halved_until_the_bad_one_stands_alone()
    {
        // A load that always fails without naming a record: nothing can be delivered, and everything is answered.
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 1m), Instructions.Of(2, 2m), Instructions.Of(3, 3m));
        await Pod.FaultAsync("LoadFileToInterface", "job-fails", times: 1000);
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [], rejected: [1, 2, 3]);
        Assert.All(harness.Receipts, r => Assert.Equal("LOAD-ERROR", r.ReasonCode));
        Assert.Contains(harness.States, s => s.State == DeliveryState.Split);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_around_a_split_doubles_and_loses_nothing(bool after)
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 1m), Instructions.Of(2, 2m), Instructions.Of(3, 3m));
        await Pod.FaultAsync("LoadFileToInterface", "job-fails", times: 2);
        await Assert.ThrowsAsync<CrashException>(() => harness.RunAsync(Client, new CrashProbe(DeliveryState.Split, after)));
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1, 2, 3], rejected: []);
    }

    [Fact]
    public async Task What_was_refused_before_a_split_is_answered_with_the_split()
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 1m), Instructions.Of(2, 2m, account: "99999"), Instructions.Of(3, 3m));
        await Assert.ThrowsAsync<CrashException>(() => harness.RunAsync(Client, new CrashProbe(DeliveryState.Rejected, after: true)));
        await Pod.FaultAsync("LoadFileToInterface", "job-fails", times: 2);
        await harness.RunAsync(Client);
        Assert.Contains(harness.States, s => s.State == DeliveryState.Split);
        await AssertBooksAsync(harness, accepted: [1, 3], rejected: [2]);
    }

    [Fact]
    public async Task A_period_that_closed_meanwhile_rejects_with_its_code()
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 1m, period: Pod.ClosedPeriod));
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1], rejected: [2]);
        Assert.Equal("EP01", Assert.Single(harness.Receipts, r => r.Outcome == ReceiptOutcome.Rejected).ReasonCode);
    }

    [Fact]
    public async Task Records_that_the_loader_refuses_are_named_by_its_log()
    {
        // A segment of more than 25 characters does not fit its column: the loader takes the whole file back.
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 1m, account: new string('9', 60)), Instructions.Of(3, 5m));
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1, 3], rejected: [2]);
    }

    [Fact]
    public async Task A_batch_that_posting_left_alone_is_posted_when_its_period_opens()
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m));
        await Assert.ThrowsAsync<CrashException>(() => harness.RunAsync(Client, new CrashProbe(DeliveryState.PostSubmitting, after: true)));
        await Pod.SetPeriodAsync(Pod.OpenPeriod, "C");
        var running = harness.RunAsync(Client);
        var held = await Wait.ForAsync(() => harness.Board.Snapshot(null).Held.SingleOrDefault(), running);
        Assert.Contains("open the period", held.Reason, StringComparison.Ordinal);
        await Pod.SetPeriodAsync(Pod.OpenPeriod, "O");
        await running;
        await AssertBooksAsync(harness, accepted: [1], rejected: []);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_service_user_pauses_the_delivery_which_goes_on_when_it_works_again(int status)
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 1m, facility: "600001", segment: "102"));
        await Pod.FaultAsync("*", "status", times: 1_000_000, new { status });
        var running = harness.RunAsync(Client);
        Assert.Contains("roles", await Wait.ForAsync(() => harness.Gate?.Reason, running), StringComparison.Ordinal);
        await Pod.ClearFaultsAsync();
        await running;
        Assert.Null(harness.Gate!.Reason);
        await AssertBooksAsync(harness, accepted: [1, 2], rejected: []);
    }

    [Fact]
    public async Task Throttling_and_a_restart_of_Fusion_in_the_middle_are_waited_out()
    {
        var harness = new MachineHarness();
        harness.Seal([.. Enumerable.Range(1, 12).Select(i => Instructions.Of(i, i, facility: "f" + i))]);
        await Pod.FaultAsync("*", "status", times: 10, new { status = 429, retryAfter = 0 });
        var running = harness.RunAsync(Client);
        await Wait.EventuallyAsync(() => harness.States.Any(s => s.State == DeliveryState.Importing), running);
        await Wait.WhileAsync(running, ct => Pod.RestartAsync(3, ct: ct));
        await running;
        await AssertBooksAsync(harness, accepted: [.. Enumerable.Range(1, 12)], rejected: []);
    }

    [Fact]
    public async Task A_ledger_without_settings_holds_its_batch_and_says_what_to_add()
    {
        var known = false;
        var harness = new MachineHarness();
        harness.Options = harness.Options with { Ledgers = _ => known ? Pod.Settings : null };
        harness.Seal(Instructions.Of(1, 10.25m));
        var running = harness.RunAsync(Client);
        var held = await Wait.ForAsync(() => harness.Board.Snapshot(null).Held.SingleOrDefault(), running);
        Assert.Contains("ledgers.csv", held.Reason, StringComparison.Ordinal);
        known = true;
        await running;
        await AssertBooksAsync(harness, accepted: [1], rejected: []);
    }

    [Fact]
    public async Task The_wrong_document_account_is_seen_and_held_not_counted_as_delivered()
    {
        var harness = new MachineHarness();
        harness.Options = harness.Options with { DocumentAccount = "hcm$/dataloader$/import$" };
        harness.Seal(Instructions.Of(1, 10.25m));
        using var stop = new CancellationTokenSource();
        var running = harness.RunAsync(Client, null, stop.Token);
        var held = await Wait.ForAsync(() => harness.Board.Snapshot(null).Held.SingleOrDefault(), running);
        Assert.Contains("UCM account", held.Reason, StringComparison.Ordinal);
        Assert.Empty(harness.Receipts);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        harness.Options = harness.Options with { DocumentAccount = FusionClient.GeneralLedgerAccount };
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1], rejected: []);
    }

    [Fact]
    public void An_instruction_that_does_not_balance_stops_everything_before_it_is_sent()
    {
        var bad = Instructions.Of(1, 10m);
        var harness = new MachineHarness();
        Assert.Throws<UnbalancedJournalException>(() => harness.Seal(bad with { Lines = [bad.Lines[0], bad.Lines[1] with { Credit = 9m }] }));
    }
}
