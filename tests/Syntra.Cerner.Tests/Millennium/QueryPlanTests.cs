using Syntra.Cerner.Millennium;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class QueryPlanTests
{
    [Theory]
    [InlineData(0, "SEARCH CHARGE USING COVERING INDEX SYNTRA_CHARGE_POLL")]
    [InlineData(1, "SEARCH CHARGE_MOD USING COVERING INDEX SYNTRA_CHARGE_MOD_POLL")]
    [InlineData(2, "SEARCH ENCOUNTER USING COVERING INDEX SYNTRA_ENCOUNTER_POLL")]
    [InlineData(3, "SEARCH ENCOUNTER USING COVERING INDEX SYNTRA_ENCOUNTER_POLL")]
    [InlineData(4, "SEARCH ENCNTR_COMBINE USING COVERING INDEX SYNTRA_ENCNTR_COMBINE_POLL")]
    [InlineData(5, "SEARCH PERSON_COMBINE USING COVERING INDEX SYNTRA_PERSON_COMBINE_POLL")]
    [InlineData(6, "SEARCH DM_DELETE_TRACKING USING COVERING INDEX SYNTRA_DM_DELETE_TRACKING_POLL")]
    public async Task A_scan_is_one_range_of_one_index_without_sorting(int keyset, string plan)
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var sql = Keyset.Everything[keyset].ScanSql(database.Dialect);

        var steps = await database.RowsAsync(
            "EXPLAIN QUERY PLAN " + sql, ("@time", "2025-01-01 00:00:00"), ("@id", 1L), ("@upTo", "2025-01-02 00:00:00"), ("@count", 10));

        Assert.Contains(plan, Assert.Single(steps), StringComparison.Ordinal);
        Assert.Contains(">(?,?)", steps[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charges_and_their_codes_are_found_by_index()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var ids = IdBatches.Of([1L]).Single().ToArray();

        foreach (var sql in new[] { ChargeSql.Charges, ChargeSql.Mods })
        {
            var steps = await database.RowsAsync("EXPLAIN QUERY PLAN " + sql, ids);

            Assert.DoesNotContain(steps, s => s.Contains("SCAN", StringComparison.Ordinal));
        }
    }
}
