using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>Whatever Fusion answers, or does not answer, every charge ends in a named state and no line stands twice.</summary>
public sealed class FusionFaultTests
{
    private const string Maintenance = "<html><body>Scheduled maintenance. The service is unavailable.</body></html>";
    private static readonly string[] Writes = ["uploadFileToUCM", "InterfaceLoaderController", "JournalImportLauncher", "AutomaticPosting"];
    private static readonly string[] Reads = ["ESSExecutionDetailsRF", "journalBatches"];

    // Batches of three instructions: enough batches for every fault to find one of its own.
    private static readonly HospitalDayOptions Day = new() { Charges = 90, Waves = 4, Duplicates = 6, UnmappedCharges = 2, RejectedCharges = 2 };

    [Fact]
    public async Task Every_trouble_on_every_operation_of_a_delivery_leaves_the_ledger_of_a_run_without_trouble()
    {
        using var folder = new TemporaryFolder();
        var (calm, calmReport) = await RunAsync(folder.Sub("calm"), []);

        var (troubled, report) = await RunAsync(folder.Sub("troubled"), [.. OnWrites(), .. OnReads(), .. OnSignIn()]);

        Assert.Equal(calm, troubled);
        Assert.Equal(calmReport.Totals, report.Totals);
    }

    private static async Task<(string Ledger, Topology.Reconciliation.ReconciliationReport Report)> RunAsync(string directory, PlannedFault[] faults)
    {
        await using var rig = await FlowRig.StartAsync(directory, Day, tenant => tenant.Delivery.MaxInstructions = 3, fusion => fusion.SetAsync(faults));
        await rig.FeedWaveAsync();
        await rig.UntilAsync(async () => (await rig.Fusion.StatsAsync())["documents"]!.GetValue<long>() > 0, "the first file is uploaded");
        if (faults.Length > 0)
        {
            await ForgetTokensAsync(rig.FusionDatabase);
        }
        await rig.FeedRestAsync();
        var (report, duplicates) = await rig.DrainAsync();

        Assert.Empty(await rig.Fusion.OutstandingAsync());
        Assert.Equal(0, duplicates);
        Assert.True(report.IsExplained);
        Assert.Equal(0, report.Totals.InFlightCount);
        return (string.Join('\n', (await rig.Fusion.LedgerLinesAsync()).Select(line => line!.ToJsonString())), report);
    }

    private static IEnumerable<PlannedFault> OnWrites() => Writes.SelectMany(operation => new PlannedFault[]
    {
        new(operation, "status", 401),
        new(operation, "status", 429, RetryAfter: 1),
        new(operation, "no-work-500"),
        new(operation, "status", 503, Body: Maintenance),
        new(operation, "status-after-work", 504),
        new(operation, "garbage"),
        new(operation, "garbage-after-work"),
        new(operation, "drop-before-work"),
        new(operation, "drop-after-work"),
        new(operation, "hang-after-work", Seconds: 4),
    }).Append(new PlannedFault("uploadFileToUCM", "status", 403, Times: 2)).Append(new PlannedFault("JournalImportLauncher", "missing-reqst-id"));

    private static IEnumerable<PlannedFault> OnReads() => Reads.SelectMany(operation => new PlannedFault[]
    {
        new(operation, "status", 401),
        new(operation, "status", 429, RetryAfter: 1),
        new(operation, "status", 500),
        new(operation, "status", 503, Body: Maintenance),
        new(operation, "garbage"),
        new(operation, "drop-before-work"),
        new(operation, "hang-after-work", Seconds: 4),
    }).Append(new PlannedFault("ESSJobExecutionDetailsRF", "garbage")).Append(new PlannedFault("ESSJobExecutionDetailsRF", "drop-after-work"));

    // The calendar and the token are asked for before the first charge flows.
    private static PlannedFault[] OnSignIn() =>
    [
        new("/oauth2", "status", 503, Body: Maintenance),
        new("/oauth2", "garbage"),
        new("/oauth2", "drop-before-work"),
        new("accountingPeriodStatusLOV", "status", 503),
        new("accountingPeriodStatusLOV", "garbage"),
        new("accountingPeriodStatusLOV", "status", 403),
    ];

    // What an identity domain does to a token that it revokes: the next call with it is a true 401.
    private static async Task ForgetTokensAsync(string database)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM access_token";
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
