using Microsoft.Data.Sqlite;
using Syntra.Cerner.Millennium;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>A neighbour that is gone for a while is waited for; what was lost is the time.</summary>
public sealed class OutageTests
{
    private static readonly HospitalDayOptions Day = new() { Charges = 60, Waves = 3, Duplicates = 6 };
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_database_that_is_gone_for_a_while_is_polled_again_from_the_same_position()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, _ => { });
        await rig.FeedWaveAsync();
        await rig.UntilAsync(() => Task.FromResult(rig.Runtime.Source!.LastPoll is { TotalWritten: > 0 }), "the first wave is read");

        await rig.FeedWaveAsync();
        rig.TakeDatabaseAway();
        await rig.UntilAsync(() => Task.FromResult(rig.Runtime.Source!.State == MillenniumSourceState.BackingOff), "the source notices that its database is gone");
        Assert.StartsWith(nameof(SqliteException), rig.Runtime.Source!.LastError, StringComparison.Ordinal);
        await Task.Delay(Away, TimeProvider.System);
        rig.BringDatabaseBack();

        await rig.FeedRestAsync();
        await AssertBooksAsync(rig);
    }

    [Fact]
    public async Task A_broker_that_is_gone_for_a_while_is_waited_for_by_source_streams_and_delivery()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, tenant => tenant.Delivery.MaxInstructions = 5);
        await rig.FeedWaveAsync();
        await rig.UntilAsync(async () => (await rig.Fusion.StatsAsync())["documents"]!.GetValue<long>() > 0, "the first file is uploaded");

        await rig.FeedWaveAsync();
        await rig.RestartBrokerAsync(Away);

        await rig.FeedRestAsync();
        await AssertBooksAsync(rig);
    }

    private static async Task AssertBooksAsync(FlowRig rig)
    {
        var (report, duplicates) = await rig.DrainAsync();
        Assert.True(report.IsExplained, report.Totals.ToString());
        Assert.Equal(0, duplicates);
        Assert.Equal(0, report.Totals.InFlightCount);
        Assert.True(report.Totals.PostedCount >= Day.Charges - 5, report.Totals.ToString());
        Assert.Equal(report.Totals.PostedAmount, report.Totals.FusionAmount);
    }
}
