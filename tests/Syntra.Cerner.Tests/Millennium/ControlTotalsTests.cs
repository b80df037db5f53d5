using Syntra.Cerner.Millennium;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class ControlTotalsTests
{
    [Fact]
    public async Task Charges_are_counted_and_summed_per_facility_flag_activity_and_service_time()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        await database.EncounterAsync(8, 589723);
        await database.ChargeAsync(1, 8);
        await database.ChargeAsync(2, 8, null, ("ITEM_EXTENDED_PRICE", "0.1"));
        await database.ChargeAsync(3, 8, null, ("ITEM_EXTENDED_PRICE", "0.2"));
        await database.ChargeAsync(4, 8, null, ("ITEM_EXTENDED_PRICE", "SEE NOTE"));
        await database.ChargeAsync(5, 8, null, ("ITEM_EXTENDED_PRICE", null));
        await database.ChargeAsync(6, 8, null, ("ITEM_EXTENDED_PRICE", "-20.5"), ("ACTIVE_IND", 0));
        await database.ChargeAsync(7, 8, null, ("PROCESS_FLG", 0));
        await database.ChargeAsync(8, 0, null, ("SERVICE_DT_TM", "never"));
        await database.ChargeAsync(9, 404);

        var totals = await new MillenniumControlTotals(database.Connect, database.Dialect).ReadAsync();

        Assert.Equal(
            new HashSet<ControlTotal>
            {
                new("589723", "999", true, "2025-03-31T23:15:00Z", 5, 20.8m),
                new("589723", "999", false, "2025-03-31T23:15:00Z", 1, -20.5m),
                new("589723", "0", true, "2025-03-31T23:15:00Z", 1, 20.5m),
                new(null, "999", true, "never", 1, 20.5m),
                new(null, "999", true, "2025-03-31T23:15:00Z", 1, 20.5m),
            },
            totals.ToHashSet());
    }

    [Fact]
    public async Task Ten_thousand_tenths_are_a_thousand_exactly()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        await database.ExecuteAsync("""
            INSERT INTO CHARGE (CHARGE_ITEM_ID, ITEM_EXTENDED_PRICE, UPDT_DT_TM)
            WITH RECURSIVE N(I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM N WHERE I < 10000) SELECT I, '0.1', '2025-04-01 06:00:00' FROM N
            """);

        Assert.Equal(1000m, (await new MillenniumControlTotals(database.Connect, database.Dialect).ReadAsync()).Sum(t => t.Amount));
    }

    [Fact]
    public async Task The_totals_of_a_hospital_day_are_those_of_the_raw_records()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var feeder = await HospitalDayFeeder.OpenAsync(database.Sandbox, new HospitalDayOptions { Charges = 300, Duplicates = 0 });
        while (!(await feeder.FeedNextWaveAsync()).Completed)
        {
        }

        await database.AdvanceAsync(2);
        var raws = await new PollingHarness(database).PollAllAsync();

        var totals = await new MillenniumControlTotals(database.Connect, database.Dialect).ReadAsync();

        var fromRaws = raws
            .GroupBy(r => (r.OrganizationId, r.ProcessFlag, r.Active, ServiceAt: r.ServiceAt?.Value()))
            .Select(g => new ControlTotal(
                g.Key.OrganizationId, g.Key.ProcessFlag, g.Key.Active, g.Key.ServiceAt, g.Count(),
                g.Sum(r => ExactText.TryAmount(r.ExtendedPrice, out var amount) ? amount : 0m)));
        Assert.Equal(fromRaws.ToHashSet(), totals.ToHashSet());
    }
}
