using Microsoft.Data.Sqlite;
using Syntra.Cerner.Millennium;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>A neighbour that is gone for a while is waited for; what was lost is the time.</summary>
public sealed class OutageTests
{
    private static readonly HospitalDayOptions Day = new() { Charges = 60, Waves = 3, Duplicates = 6 };

    // More than the clients of source, streams and delivery together, so that some have come again.
    private const int Callers = 20;

    // An outage ends when it was noticed often enough. A longer one, past every default time limit of the clients, is asked for in seconds.
    private static readonly TimeSpan Further = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("SYNTRA_TEST_OUTAGE_SECONDS") ?? "0", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_database_that_is_gone_for_a_while_is_polled_again_from_the_same_position()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, _ => { }, outage: Further);
        await rig.FeedWaveAsync();
        await rig.UntilAsync(() => Task.FromResult(rig.Runtime.Source!.LastPoll is { TotalWritten: > 0 }), "the first wave is read");

        int failed = 0;
        rig.Runtime.Source!.StateChanged += (_, change) => failed += change.State == MillenniumSourceState.BackingOff ? 1 : 0;
        await rig.FeedWaveAsync();
        rig.TakeDatabaseAway();
        await rig.UntilAsync(() => Task.FromResult(failed >= 3), "the source polls in vain and again");
        Assert.StartsWith(nameof(SqliteException), rig.Runtime.Source!.LastError, StringComparison.Ordinal);
        await rig.PassAsync(Further);
        rig.BringDatabaseBack();

        await rig.FeedRestAsync();
        await AssertBooksAsync(rig);
    }

    [Fact]
    public async Task A_broker_that_is_gone_for_a_while_is_waited_for_by_source_streams_and_delivery()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, tenant => tenant.Delivery.MaxInstructions = 5, outage: Further);
        await rig.FeedWaveAsync();
        await rig.UntilAsync(async () => (await rig.Fusion.StatsAsync())["documents"]!.GetValue<long>() > 0, "the first file is uploaded");

        await rig.FeedWaveAsync();
        await rig.RestartBrokerAsync(Callers, Further);

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
