using Syntra.Contracts;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>A crash before and after every transition: each line once in the ledger, each instruction one receipt.</summary>
public sealed class CrashTests : PodTests
{
    public static TheoryData<DeliveryState, bool, bool> EveryCommit()
    {
        var data = new TheoryData<DeliveryState, bool, bool>();
        foreach (var state in Enum.GetValues<DeliveryState>().Where(s => s is not DeliveryState.Split))
        {
            data.Add(state, false, true);
            data.Add(state, true, true);
            if (state is not (DeliveryState.Rejected or DeliveryState.Sealed))
            {
                // Without a refused line there is no second attempt that would cover up a doubled first one.
                data.Add(state, false, false);
                data.Add(state, true, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryCommit))]
    public async Task A_crash_around_any_commit_doubles_and_loses_nothing(DeliveryState at, bool after, bool withBadLine)
    {
        var harness = new MachineHarness();
        harness.Seal(Instructions.Of(1, 10.25m), Instructions.Of(2, 20m, account: withBadLine ? "99999" : "40000"), Instructions.Of(3, 5m));
        var probe = new CrashProbe(at, after);
        await Assert.ThrowsAsync<CrashException>(() => harness.RunAsync(Client, probe));
        await harness.RunAsync(Client);
        await AssertBooksAsync(harness, accepted: withBadLine ? [1, 3] : [1, 2, 3], rejected: withBadLine ? [2] : []);
        Assert.All(harness.Receipts.Where(r => r.Outcome == ReceiptOutcome.Rejected), r => Assert.Equal("EF04", r.ReasonCode));
    }
}
