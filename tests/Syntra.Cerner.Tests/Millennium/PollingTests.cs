namespace Syntra.Cerner.Tests.Millennium;

public sealed class PollingTests
{
    [Fact]
    public async Task Every_charge_is_read_once_and_a_further_poll_finds_nothing()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        await database.EncounterAsync(9, 589723);
        for (var id = 1; id <= 30; id++)
        {
            await database.ChargeAsync(id, encounter: 9);
        }

        await database.AdvanceAsync(10);
        var source = new PollingHarness(database);

        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"{i}"), (await source.PollAllAsync()).Select(r => r.ChargeItemId.Value()));
        Assert.Empty((await source.PollAsync()).Charges);
    }

    [Fact]
    public async Task Hundreds_of_rows_of_one_second_are_paged_without_loss_or_repetition()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        for (var id = 1; id <= 700; id++)
        {
            await database.ChargeAsync(id);
        }

        await database.AdvanceAsync(2);
        var source = new PollingHarness(database, PollingHarness.Options with { PageSize = 13, MaxChargesPerPoll = 50 });
        await source.PollAllAsync();

        Assert.Equal(700, source.Topic.Count);
        Assert.Equal(700, source.Topic.Select(r => r.ChargeItemId.Value()).Distinct().Count());
    }

    [Fact]
    public async Task A_second_is_read_only_when_it_is_over()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(2);
        Assert.Empty(await source.PollAllAsync());

        await database.ChargeAsync(1);
        await database.AdvanceAsync(1);

        Assert.Equal(["1", "2"], (await source.PollAllAsync()).Select(r => r.ChargeItemId.Value()));
    }

    [Fact]
    public async Task A_row_that_a_long_transaction_commits_behind_the_position_is_not_lost()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(10);
        await database.AdvanceAsync(240);
        await database.ChargeAsync(11);
        await database.AdvanceAsync(2);
        await source.PollAllAsync();

        await database.ChargeAsync(5, stamp: database.Now.AddSeconds(-200));

        Assert.Equal(["5"], (await source.PollAllAsync()).Select(r => r.ChargeItemId.Value()));
    }

    [Fact]
    public async Task A_row_committed_late_while_the_source_was_down_for_hours_is_not_lost()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(10);
        await database.AdvanceAsync(2);
        await source.PollAllAsync();
        var stamp = database.Now.AddSeconds(-60);

        await database.AdvanceAsync(120);
        await database.ChargeAsync(5, stamp: stamp);
        await database.AdvanceAsync(5 * 3600);
        source.Restart();

        Assert.Equal(["5"], (await source.PollAllAsync()).Select(r => r.ChargeItemId.Value()));
    }

    [Fact]
    public async Task More_late_rows_than_a_poll_may_take_are_all_read_and_none_twice()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database, PollingHarness.Options with { PageSize = 16, MaxChargesPerPoll = 70 });
        for (var id = 1; id <= 100; id++)
        {
            await database.ChargeAsync(id);
        }

        await database.AdvanceAsync(100);
        await source.PollAllAsync();
        for (var id = 1001; id <= 1300; id++)
        {
            await database.ChargeAsync(id, stamp: database.Now.AddSeconds(-150));
        }

        // Hours later the rows are far older than the overlap, and the first poll leaves some of them behind the position.
        await database.AdvanceAsync(3 * 3600);
        source.Restart();
        Assert.True((await source.PollAsync()).More);
        await database.AdvanceAsync(3600);
        await source.PollAllAsync();

        Assert.Equal(400, source.Topic.Count);
        Assert.Equal(400, source.Topic.Select(r => r.ChargeItemId.Value()).Distinct().Count());
    }

    [Fact]
    public async Task A_quiet_hour_costs_a_poll_no_rows()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.EncounterAsync(9, 589723);
        await database.ChargeAsync(1, encounter: 9);
        await database.ModAsync(1, 1, "A");
        await database.AdvanceAsync(2);
        await source.PollAllAsync();
        await database.AdvanceAsync(3600);
        await source.PollAsync();

        Assert.Equal(0, (await source.PollAsync()).RowsScanned);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_neither_loses_nor_repeats()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(1);
        await database.AdvanceAsync(3600);
        await source.PollAllAsync();
        await database.AdvanceAsync(-1800);
        await database.ChargeAsync(2);
        await database.AdvanceAsync(2);
        await source.PollAllAsync();

        Assert.Equal(["1", "2"], source.Topic.Select(r => r.ChargeItemId.Value()));
    }

    [Fact]
    public async Task A_poll_that_is_not_committed_is_read_again_in_full()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(1);
        await database.AdvanceAsync(2);
        Assert.Single((await source.PollAsync(commit: false)).Charges);
        Assert.Single((await source.PollAsync(commit: false)).Charges);
        Assert.Single(await source.PollAllAsync());
    }

    [Fact]
    public async Task A_bill_code_that_changes_alone_brings_its_charge_again_with_a_higher_version()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(1);
        await database.ModAsync(70, 1, "OLD");
        await database.AdvanceAsync(600);
        var first = Assert.Single(await source.PollAllAsync());
        await database.SaveAsync("CHARGE_MOD", "CHARGE_MOD_ID", 70, "FIELD6 = 'NEW'");
        await database.AdvanceAsync(2);
        var second = Assert.Single(await source.PollAllAsync());

        Assert.Equal(("OLD", "NEW"), (first.ChargeCode, second.ChargeCode));
        Assert.True(second.SourceVersion > first.SourceVersion);
        Assert.Equal(database.Now.AddSeconds(-2), second.UpdatedAt.UtcDateTime);
    }

    [Fact]
    public async Task An_encounter_that_changes_brings_all_its_charges_again_and_no_others()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.EncounterAsync(8, 1);
        await database.EncounterAsync(9, 1);
        foreach (var (id, encounter) in new[] { (1, 8), (2, 9), (3, 8) })
        {
            await database.ChargeAsync(id, encounter);
        }

        await database.AdvanceAsync(600);
        Assert.Equal(3, (await source.PollAllAsync()).Count);
        await database.SaveAsync("ENCOUNTER", "ENCNTR_ID", 8, "ORGANIZATION_ID = 2");
        await database.AdvanceAsync(2);
        var again = await source.PollAllAsync();

        Assert.Equal(["1", "3"], again.Select(r => r.ChargeItemId.Value()).Order());
        Assert.All(again, r => Assert.Equal("2", r.OrganizationId));
    }

    [Fact]
    public async Task An_encounter_that_comes_after_its_charge_brings_the_charge_again()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database);
        await database.ChargeAsync(1, encounter: 8);
        await database.AdvanceAsync(2);
        var first = Assert.Single(await source.PollAllAsync());
        await database.EncounterAsync(8, 589723);
        await database.AdvanceAsync(2);
        var second = Assert.Single(await source.PollAllAsync());

        Assert.Equal((false, null), (first.EncounterFound, first.OrganizationId));
        Assert.Equal("8", first.EncounterId?.Value());
        Assert.Equal((true, "589723"), (second.EncounterFound, second.OrganizationId));
        Assert.True(second.SourceVersion > first.SourceVersion);
    }

    [Fact]
    public async Task An_id_that_no_long_holds_is_paged_over_and_recognised_after_a_restart()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        var source = new PollingHarness(database, PollingHarness.Options with { PageSize = 1 });
        await database.ChargeAsync(18_446_744_073_709_551_616d);
        await database.ChargeAsync(36_893_488_147_419_103_232d);
        await database.ChargeAsync(9_007_199_254_740_993);
        await database.AdvanceAsync(2);
        await source.PollAllAsync();
        source.Restart();
        await source.PollAllAsync();

        Assert.Equal(["9007199254740993", "18446744073709552000?", "36893488147419103000?"], source.Topic.Select(r => r.ChargeItemId.Value()));
    }
}
