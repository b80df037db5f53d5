using System.Globalization;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Sandbox.Tests.Cerner;

public sealed class HospitalDayFeederTests
{
    private const string Content = """
        SELECT CHARGE_ITEM_ID, CHARGE_EVENT_ID, ENCNTR_ID, DEPARTMENT_CD, ITEM_QUANTITY, ITEM_PRICE, ITEM_EXTENDED_PRICE, SERVICE_DT_TM,
            PROCESS_FLG, CHARGE_TYPE_CD, ACTIVE_IND, (SELECT FIELD6 FROM CHARGE_MOD M WHERE M.CHARGE_ITEM_ID = C.CHARGE_ITEM_ID)
        FROM CHARGE C ORDER BY CHARGE_ITEM_ID
        """;

    private static readonly HospitalDayOptions Small = new() { Charges = 90, Waves = 6, Duplicates = 7 };

    [Fact]
    public async Task The_same_seed_gives_the_same_rows_and_another_seed_gives_others()
    {
        var first = await ContentOfAsync(Small);
        var second = await ContentOfAsync(Small);
        var other = await ContentOfAsync(Small with { Seed = 7 });

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Equal(90 + 4 + 3 + 11, first.Count);
    }

    [Fact]
    public async Task Every_special_case_is_there_once_and_is_what_it_says()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(sandbox, Small);

        Assert.Equal(1, await file.CountAsync("CHARGE WHERE ENCNTR_ID = 0"));
        Assert.Equal(1, await file.CountAsync("CHARGE C WHERE ENCNTR_ID <> 0 AND NOT EXISTS (SELECT 1 FROM ENCOUNTER E WHERE E.ENCNTR_ID = C.ENCNTR_ID)"));
        Assert.Equal(1, await file.CountAsync("CHARGE JOIN ENCOUNTER USING (ENCNTR_ID) WHERE ORGANIZATION_ID = 589790"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE typeof(ITEM_EXTENDED_PRICE) = 'text'"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE ITEM_EXTENDED_PRICE IS NULL"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE SERVICE_DT_TM > '2098'"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE typeof(CHARGE_ITEM_ID) = 'real'"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE CHARGE_ITEM_ID = 9007199254740993 AND typeof(CHARGE_ITEM_ID) = 'integer'"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE PROCESS_FLG = 4242"));
        Assert.Equal(1, await file.CountAsync("CHARGE WHERE PROCESS_FLG = 0"));
        Assert.Equal(4, await file.CountAsync($"CHARGE_MOD WHERE FIELD6 = '{HospitalDayCatalogue.UnmappedCode}'"));
        Assert.Equal(3, await file.CountAsync($"CHARGE_MOD WHERE FIELD6 = '{HospitalDayCatalogue.RejectedCode}'"));
        Assert.Equal(7, await file.CountAsync("CHARGE WHERE UPDT_CNT = 1"));
        Assert.Equal(1, await MismatchesAsync(file));
    }

    [Fact]
    public async Task Without_special_cases_every_charge_is_whole_cents_and_multiplies_exactly()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(sandbox, Small with { Charges = 2000, BadRows = BadRows.None });

        Assert.Equal(0, await MismatchesAsync(file));
    }

    [Fact]
    public async Task A_charge_after_seven_in_the_evening_in_Chicago_is_stored_on_the_next_utc_day()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(sandbox, Small with { BadRows = BadRows.None });

        var bounds = (await file.RowsAsync("SELECT MIN(SERVICE_DT_TM), MAX(SERVICE_DT_TM) FROM CHARGE"))[0].Split('|');

        Assert.InRange(bounds[0], "2025-03-31 04:00:00", "2025-03-31 12:00:00");
        Assert.InRange(bounds[1], "2025-04-01 00:00:00", "2025-04-01 05:59:59");
    }

    [Fact]
    public async Task The_catalogue_names_everything_that_the_charges_refer_to()
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        var feeder = await FeedAllAsync(sandbox, Small);
        var catalogue = feeder.Catalogue;

        var codes = await file.RowsAsync("SELECT DISTINCT FIELD6 FROM CHARGE_MOD");
        var departments = await file.RowsAsync("SELECT DISTINCT DEPARTMENT_CD FROM CHARGE");
        var facilities = await file.RowsAsync("SELECT DISTINCT ORGANIZATION_ID FROM ENCOUNTER");

        Assert.Empty(codes.Except(catalogue.ChargeCodes.Select(c => c.Code)));
        Assert.Empty(departments.Except(catalogue.Departments.Select(d => d.Code.ToString(CultureInfo.InvariantCulture))));
        Assert.Empty(facilities.Except(catalogue.Organizations.Select(o => o.OrganizationId.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(new DateOnly(2025, 3, 31), catalogue.LatestServiceDate);
    }

    private static async Task<List<string>> ContentOfAsync(HospitalDayOptions options)
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(sandbox, options);
        return await file.RowsAsync(Content);
    }

    private static async Task<ICernerFeeder> FeedAllAsync(CernerSandbox sandbox, HospitalDayOptions options)
    {
        var feeder = await HospitalDayFeeder.OpenAsync(sandbox, options);
        while (!(await feeder.FeedNextWaveAsync()).Completed)
        {
        }

        return feeder;
    }

    private static async Task<int> MismatchesAsync(SandboxFile file)
    {
        var rows = await file.RowsAsync(
            "SELECT ITEM_QUANTITY, ITEM_PRICE, ITEM_EXTENDED_PRICE FROM CHARGE WHERE typeof(ITEM_EXTENDED_PRICE) IN ('integer', 'real')");
        return rows.Select(r => r.Split('|').Select(f => decimal.Parse(f, CultureInfo.InvariantCulture)).ToArray())
            .Count(v => v[0] * v[1] != v[2] || decimal.Round(v[2], 2) != v[2]);
    }
}
