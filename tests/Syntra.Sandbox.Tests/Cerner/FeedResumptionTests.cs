using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Sandbox.Tests.Cerner;

public sealed class FeedResumptionTests
{
    private const string AllCharges = "SELECT * FROM CHARGE ORDER BY CHARGE_ITEM_ID";

    private static readonly HospitalDayOptions Day = new() { Charges = 60, Waves = 5, Duplicates = 5 };

    [Fact]
    public async Task A_feed_taken_up_after_every_wave_ends_as_one_that_was_never_disturbed()
    {
        await using var whole = new SandboxFile();
        await using (var sandbox = await whole.OpenAsync())
        {
            await FeedAllAsync(await HospitalDayFeeder.OpenAsync(sandbox, Day));
        }

        await using var broken = new SandboxFile();
        for (var process = 0; process < Day.Waves; process++)
        {
            await using var sandbox = await broken.OpenAsync();
            var feeder = await HospitalDayFeeder.OpenAsync(sandbox, Day);
            Assert.Equal((1, process), (feeder.Run, feeder.WavesDone));
            await feeder.FeedNextWaveAsync();
        }

        Assert.Equal(await whole.RowsAsync(AllCharges), await broken.RowsAsync(AllCharges));
        Assert.Equal(await whole.CountAsync("CHARGE_MOD"), await broken.CountAsync("CHARGE_MOD"));
        Assert.Equal(await whole.CountAsync("ENCOUNTER"), await broken.CountAsync("ENCOUNTER"));
    }

    [Fact]
    public async Task A_wave_that_breaks_off_leaves_nothing_behind_and_is_fed_whole_the_next_time()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        var feeder = await HospitalDayFeeder.OpenAsync(sandbox, Day);
        await feeder.FeedNextWaveAsync();
        var before = await file.CountAsync("CHARGE");

        // The fourth charge of the wave meets a row that should not be there: the transaction fails midway.
        await file.ExecuteAsync("CREATE TRIGGER BREAK BEFORE INSERT ON CHARGE WHEN (SELECT COUNT(*) FROM CHARGE) >= 20 BEGIN SELECT RAISE(ABORT, 'broken'); END");
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => feeder.FeedNextWaveAsync());
        Assert.Equal(before, await file.CountAsync("CHARGE"));

        await file.ExecuteAsync("DROP TRIGGER BREAK");
        await FeedAllAsync(feeder);
        Assert.Equal(await file.CountAsync("CHARGE_EVENT"), await file.CountAsync("CHARGE"));
    }

    [Fact]
    public async Task Two_feeders_on_one_file_never_feed_a_wave_twice()
    {
        await using var file = new SandboxFile();
        await using var one = await file.OpenAsync();
        await using var two = await file.OpenAsync();
        var first = await HospitalDayFeeder.OpenAsync(one, Day);
        var second = await HospitalDayFeeder.OpenAsync(two, Day);
        await first.FeedNextWaveAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => second.FeedNextWaveAsync());

        Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
        Assert.Equal(await file.CountAsync("CHARGE_EVENT"), await file.CountAsync("CHARGE"));
    }

    [Fact]
    public async Task A_finished_run_is_followed_by_one_that_saves_every_charge_again_with_nothing_changed()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        var first = await HospitalDayFeeder.OpenAsync(sandbox, Day);
        await FeedAllAsync(first);
        await first.FinishRunAsync();
        var content = await ContentAsync(file);
        var versions = await file.RowsAsync("SELECT CHARGE_ITEM_ID, UPDT_CNT + 1, '2025-04-02 06:00:00' FROM CHARGE ORDER BY CHARGE_ITEM_ID");

        await file.SetClockAsync("2025-04-02 06:00:00");
        var second = await HospitalDayFeeder.OpenAsync(sandbox, Day);
        Assert.Equal((2, 0, false), (second.Run, second.WavesDone, second.Completed));
        await FeedAllAsync(second);

        Assert.Equal(content, await ContentAsync(file));
        Assert.Equal(versions, await file.RowsAsync("SELECT CHARGE_ITEM_ID, UPDT_CNT, UPDT_DT_TM FROM CHARGE ORDER BY CHARGE_ITEM_ID"));
    }

    [Fact]
    public async Task A_completed_run_that_nobody_finished_is_taken_up_as_completed()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(await HospitalDayFeeder.OpenAsync(sandbox, Day));
        var rows = await file.RowsAsync(AllCharges);

        var again = await HospitalDayFeeder.OpenAsync(sandbox, Day);

        Assert.True(again.Completed);
        Assert.Equal(1, again.Run);
        Assert.Equal(0, (await again.FeedNextWaveAsync()).ChargesInserted);
        Assert.Equal(rows, await file.RowsAsync(AllCharges));
    }

    [Fact]
    public async Task Finishing_a_run_before_its_last_wave_is_refused()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        var feeder = await HospitalDayFeeder.OpenAsync(sandbox, Day);
        await feeder.FeedNextWaveAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => feeder.FinishRunAsync());
    }

    [Fact]
    public async Task A_database_that_was_fed_with_other_options_is_refused()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await (await HospitalDayFeeder.OpenAsync(sandbox, Day)).FeedNextWaveAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => HospitalDayFeeder.OpenAsync(sandbox, Day with { Seed = 1 }));
    }

    [Fact]
    public async Task Rows_are_stamped_by_the_databases_clock_and_a_reader_keeps_its_snapshot_while_a_wave_is_fed()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        var feeder = await HospitalDayFeeder.OpenAsync(sandbox, Day);
        await feeder.FeedNextWaveAsync();
        await using var reader = await file.ConnectAsync();
        await using var snapshot = reader.BeginTransaction(deferred: true);
        await using var count = reader.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM CHARGE";
        var before = await count.ExecuteScalarAsync();

        await file.SetClockAsync("2025-04-01 06:00:09");
        await feeder.FeedNextWaveAsync();

        Assert.Equal(before, await count.ExecuteScalarAsync());
        Assert.Equal(
            ["2025-04-01 06:00:00", "2025-04-01 06:00:09"],
            await file.RowsAsync("SELECT DISTINCT UPDT_DT_TM FROM CHARGE ORDER BY UPDT_DT_TM"));
    }

    private static async Task FeedAllAsync(ICernerFeeder feeder)
    {
        while (!(await feeder.FeedNextWaveAsync()).Completed)
        {
        }
    }

    private static Task<List<string>> ContentAsync(SandboxFile file) => file.RowsAsync(
        "SELECT CHARGE_ITEM_ID, ENCNTR_ID, ITEM_QUANTITY, ITEM_PRICE, ITEM_EXTENDED_PRICE, SERVICE_DT_TM, PROCESS_FLG, ACTIVE_IND FROM CHARGE ORDER BY 1");
}
