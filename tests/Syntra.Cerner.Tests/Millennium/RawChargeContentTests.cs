namespace Syntra.Cerner.Tests.Millennium;

public sealed class RawChargeContentTests
{
    [Fact]
    public async Task A_charge_carries_its_encounter_its_charge_master_code_and_the_meaning_of_its_type()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        await database.EncounterAsync(8, 589723);
        await database.ChargeAsync(5_300_000_001, 8, null, ("OFFSET_CHARGE_ITEM_ID", 77L), ("COST_CENTER_CD", 31L), ("CHARGE_TYPE_CD", 3493));
        await database.ModAsync(1, 5_300_000_001, "CPT", schedule: 3613);
        await database.ModAsync(2, 5_300_000_001, "SECOND", priority: 2);
        await database.ModAsync(3, 5_300_000_001, "FIRST", priority: 1);
        await database.ModAsync(4, 5_300_000_001, "GONE", priority: 0, active: false);
        await database.ModAsync(5, 5_300_000_001, "SUSPENSE", priority: 0, type: 3502);
        await database.AdvanceAsync(2);

        var raw = Assert.Single(await new PollingHarness(database).PollAllAsync());

        Assert.Equal("5300000001", raw.ChargeItemId.Value());
        Assert.Equal(6, raw.SourceVersion);
        Assert.Equal(MillenniumDatabase.Start, raw.UpdatedAt.UtcDateTime);
        Assert.Equal(database.Now, raw.ReadAt.UtcDateTime);
        Assert.True(raw.Active);
        Assert.Equal("999", raw.ProcessFlag);
        Assert.Equal("CR", raw.ChargeType);
        Assert.Equal(("8", true, "589723"), (raw.EncounterId?.Value(), raw.EncounterFound, raw.OrganizationId));
        Assert.Equal(("4101", "31", "FIRST"), (raw.DepartmentCode, raw.CostCenterCode, raw.ChargeCode));
        Assert.Equal(("2", "10.25", "20.5"), (raw.Quantity, raw.UnitPrice, raw.ExtendedPrice));
        Assert.Equal("2025-03-31T23:15:00Z", raw.ServiceAt?.Value());
        Assert.Equal("77", raw.OffsetChargeItemId?.Value());
    }

    [Fact]
    public async Task Nought_stands_for_none_and_what_is_missing_is_null()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        await database.ChargeAsync(
            1, 0, null, ("ITEM_EXTENDED_PRICE", null), ("PROCESS_FLG", null), ("ACTIVE_IND", null), ("SERVICE_DT_TM", null), ("DEPARTMENT_CD", 0L), ("CHARGE_TYPE_CD", 0L));
        await database.AdvanceAsync(2);

        var raw = Assert.Single(await new PollingHarness(database).PollAllAsync());

        Assert.False(raw.Active);
        Assert.False(raw.EncounterFound);
        Assert.All(
            [raw.EncounterId?.Value(), raw.OrganizationId, raw.ExtendedPrice, raw.ProcessFlag, raw.ServiceAt?.Value(), raw.DepartmentCode, raw.CostCenterCode, raw.ChargeCode, raw.ChargeType, raw.OffsetChargeItemId?.Value()],
            Assert.Null);
    }

    [Fact]
    public async Task What_is_no_number_and_no_date_travels_as_the_text_that_was_read()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        await database.ChargeAsync(1, 0, null, ("ITEM_EXTENDED_PRICE", "SEE NOTE"), ("SERVICE_DT_TM", "31/03/2025"), ("PROCESS_FLG", 4242));
        await database.AdvanceAsync(2);

        var raw = Assert.Single(await new PollingHarness(database).PollAllAsync());

        Assert.Equal(("SEE NOTE", "31/03/2025", "4242"), (raw.ExtendedPrice, raw.ServiceAt?.Value(), raw.ProcessFlag));
    }

    [Fact]
    public async Task Each_change_of_the_charge_outweighs_any_number_of_changes_of_its_codes()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(1);
        await database.ModAsync(1, 1, "A");
        await database.ExecuteAsync("UPDATE CHARGE_MOD SET UPDT_CNT = 50000");
        await database.AdvanceAsync(2);
        await source.PollAllAsync();
        await database.ExecuteAsync("UPDATE CHARGE_MOD SET UPDT_CNT = 0");
        await database.SaveAsync("CHARGE", "CHARGE_ITEM_ID", 1);
        await database.AdvanceAsync(2);
        await source.PollAllAsync();

        Assert.Equal(2, source.Topic.Count);
        Assert.True(source.Topic[1].SourceVersion > source.Topic[0].SourceVersion);
    }
}
