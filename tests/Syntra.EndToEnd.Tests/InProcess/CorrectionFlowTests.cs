using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Cerner.Corrections;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Topology.Reconciliation;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>Corrections on the whole way: Millennium's tables, Kafka, the topology, Fusion, and the books against the source again.</summary>
public sealed class CorrectionFlowTests
{
    private static readonly HospitalDayOptions Day = new() { Charges = 60, Waves = 2, Duplicates = 0 };

    [Fact]
    public async Task Voids_combines_deletions_credits_and_new_prices_end_in_Fusion_where_the_source_says()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, _ => { });
        await rig.FeedRestAsync();
        var before = (await rig.DrainAsync()).Report;
        var encounters = await ReadAsync(
            rig.Cerner.ConnectionString,
            "SELECT C.ENCNTR_ID FROM CHARGE C JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID WHERE C.PROCESS_FLG = 999 GROUP BY C.ENCNTR_ID ORDER BY COUNT(*) DESC, C.ENCNTR_ID LIMIT 6");
        var other = await ReadAsync(
            rig.Cerner.ConnectionString,
            $"SELECT E.ENCNTR_ID FROM ENCOUNTER E WHERE E.ORGANIZATION_ID <> (SELECT ORGANIZATION_ID FROM ENCOUNTER WHERE ENCNTR_ID = {encounters[1]}) AND E.ENCNTR_ID NOT IN ({string.Join(',', encounters)}) LIMIT 1");
        var corrections = new CernerCorrections(rig.Cerner);

        await corrections.VoidEncounterAsync(encounters[0]);
        var combine = await corrections.CombineEncountersAsync(encounters[1], other[0]);
        await corrections.DeleteChargeAsync(await ChargeAsync(rig, encounters[2]));
        await corrections.CreditAsync(await ChargeAsync(rig, encounters[3]), 9_900_000_001);
        await corrections.RepriceAsync(await ChargeAsync(rig, encounters[4]), 17.25m);
        var corrected = await SettledAsync(rig);

        Assert.NotEqual(before.Totals.SourceAmount, corrected.Totals.SourceAmount);
        Assert.Equal(corrected.Totals.PostedAmount, corrected.Totals.FusionAmount);

        await corrections.VoidEncounterAsync(encounters[0], voided: false);
        await corrections.UncombineEncountersAsync(combine, encounters[1]);
        var back = await SettledAsync(rig);

        Assert.Equal(back.Totals.PostedAmount, back.Totals.FusionAmount);
        Assert.Equal(0, (await rig.DrainAsync()).Duplicates);
    }

    // The source's totals change with the correction; the books are right again when they agree with them.
    private static async Task<ReconciliationReport> SettledAsync(FlowRig rig)
    {
        ReconciliationReport? report = null;
        await rig.UntilAsync(
            async () => (report = await rig.ReconcileAsync()) is { IsExplained: true, Totals.InFlightCount: 0 }, "the corrections reach the books");
        return report!;
    }

    private static async Task<long> ChargeAsync(FlowRig rig, long encounter) =>
        (await ReadAsync(rig.Cerner.ConnectionString, $"SELECT CHARGE_ITEM_ID FROM CHARGE WHERE ENCNTR_ID = {encounter} AND PROCESS_FLG = 999 ORDER BY 1 LIMIT 1"))[0];

    private static async Task<List<long>> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<long>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
