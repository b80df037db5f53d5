using Syntra.Bench.Realtime;

namespace Syntra.EndToEnd.Tests.Realtime;

/// <summary>Short forms of <c>syntra bench realtime</c>: the same processes, the same load, the same evidence.</summary>
[Collection("realtime")]
public sealed class RealtimeTests
{
    [Fact]
    public async Task Events_are_neither_lost_nor_doubled_nor_out_of_order()
    {
        var result = await RealtimeBench.RunAsync(new RealtimeBenchOptions { Rate = 50, Seconds = 5, Say = Say }, TestContext.Current.CancellationToken);

        Assert.Equal(500, result.Events);
        AssertWhole(result);
    }

    [Fact]
    public async Task Kill_minus_nine_of_the_runtime_under_load_loses_and_doubles_nothing()
    {
        var result = await RealtimeBench.RunAsync(new RealtimeBenchOptions { Rate = 50, Seconds = 20, Kills = 2, Say = Say }, TestContext.Current.CancellationToken);

        AssertWhole(result);
    }

    [Fact]
    public async Task An_outage_of_Fusion_is_made_up_for_without_loss_or_doubles()
    {
        var result = await RealtimeBench.RunAsync(new RealtimeBenchOptions { Rate = 50, Seconds = 15, Outage = 8, AfterOutage = 7, Say = Say }, TestContext.Current.CancellationToken);

        AssertWhole(result);
        Assert.True(result.Outage!.Backlog > 100, $"the backlog was {result.Outage.Backlog}");
    }

    private static void AssertWhole(RealtimeBenchResult result) => Assert.Equal((0L, 0L, 0L), (result.Lost, result.Duplicates, result.OutOfOrder));

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
