namespace Syntra.Fusion.Tests.Delivery;

/// <summary>Every bad answer to every call: each line once in the ledger, each instruction one receipt.</summary>
public sealed class FaultTests : PodTests
{
    public static TheoryData<string, string> EveryFault()
    {
        var data = new TheoryData<string, string>();
        string[] writes = ["uploadFileToUCM", "InterfaceLoaderController", "JournalImportLauncher", "AutomaticPosting"];
        string[] kinds = ["status", "status-after-work", "no-work-500", "garbage", "garbage-after-work", "drop-before-work", "drop-after-work", "missing-reqst-id", "hang-after-work"];
        foreach (var (write, kind) in writes.SelectMany(w => kinds.Select(k => (w, k))))
        {
            data.Add(write, kind);
        }

        foreach (var read in (string[])["ESSExecutionDetailsRF", "journalBatches", "ESSJobExecutionDetailsRF"])
        {
            data.Add(read, "status");
            data.Add(read, "garbage");
            data.Add(read, "drop-before-work");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryFault))]
    public async Task Any_fault_of_any_call_doubles_and_loses_nothing(string call, string kind)
    {
        using var client = Pod.Client(TimeSpan.FromMilliseconds(700));
        var harness = new MachineHarness();

        // Two batches: in the good one no second attempt covers up a doubled first one.
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 20m, account: "99999"), Instructions.Of(3, 5m));
        harness.Seal(Instructions.Of(4, 7m, facility: "600001", segment: "102"), Instructions.Of(5, 8m, facility: "600001", segment: "102"));
        await Pod.FaultAsync(call, kind, times: 4, new { status = 503, retryAfter = 0, seconds = 1.5 });
        await harness.RunAsync(client);
        await AssertBooksAsync(harness, accepted: [1, 3, 4, 5], rejected: [2]);
    }
}
