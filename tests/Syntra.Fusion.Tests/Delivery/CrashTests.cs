using Syntra.Contracts;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>A crash before and after every transition: each line once in the ledger, each instruction one receipt.</summary>
public sealed class CrashTests : PodTests
{
    public static TheoryData<DeliveryState, bool> EveryCommit()
    {
        var data = new TheoryData<DeliveryState, bool>();
        foreach (var state in Enum.GetValues<DeliveryState>().Where(s => s is not DeliveryState.Split))
        {
            data.Add(state, false);
            data.Add(state, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryCommit))]
    public async Task A_crash_around_any_commit_doubles_and_loses_nothing(DeliveryState at, bool after)
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 20m, account: "99999"), Instructions.Of(3, 5m));
        var probe = new CrashProbe(at, after);
        await Assert.ThrowsAsync<CrashException>(() => harness.RunAsync(Client, probe));
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: [1, 3], rejected: [2]);
        Assert.Equal("EF04", Assert.Single(harness.Receipts, r => r.Outcome == ReceiptOutcome.Rejected).ReasonCode);
    }
}
