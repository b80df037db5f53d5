using System.Globalization;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Sandbox.Tests.Cerner;

public sealed class SyntheaFeederTests
{
    private static readonly string[] PersonColumns =
        ["NAME_FIRST", "NAME_FIRST_KEY", "NAME_FULL_FORMATTED", "NAME_LAST", "NAME_LAST_KEY", "NAME_PHONETIC", "REASON_FOR_VISIT", "BIRTH_DT_TM", "INFO_GIVEN_BY"];

    [Fact]
    public async Task The_sample_gives_1005_charges_of_462487_58_that_all_multiply_and_have_their_facility()
    {
        var options = new SyntheaOptions { Folder = SharedData.Require("synthea-csv") };
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        var feeder = await FeedAllAsync(sandbox, options);

        var rows = await file.RowsAsync("""
            SELECT ITEM_QUANTITY, ITEM_PRICE, ITEM_EXTENDED_PRICE, ORGANIZATION_ID, CHARGE_ITEM_ID, DEPARTMENT_CD
            FROM CHARGE JOIN ENCOUNTER USING (ENCNTR_ID)
            """);
        var values = rows.Select(r => r.Split('|').Select(f => decimal.Parse(f, CultureInfo.InvariantCulture)).ToArray()).ToList();

        Assert.Equal(1005, values.Count);
        Assert.Equal(462487.58m, values.Sum(v => v[2]));
        Assert.All(values, v => Assert.Equal(v[2], v[0] * v[1]));
        Assert.All(values, v => Assert.InRange(v[4], 1, 9007199254740991m));
        Assert.Equal(36, feeder.Catalogue.Organizations.Count);
        Assert.Equal(98, feeder.Catalogue.ChargeCodes.Count);
        Assert.Equal(7, feeder.Catalogue.Departments.Count);
        Assert.Equal(new DateOnly(1979, 2, 13), feeder.Catalogue.EarliestServiceDate);
        Assert.Equal(new DateOnly(2024, 2, 2), feeder.Catalogue.LatestServiceDate);
        Assert.Empty(values.Select(v => (long)v[3]).Except(feeder.Catalogue.Organizations.Select(o => o.OrganizationId)));
    }

    [Fact]
    public async Task Nothing_that_names_a_person_is_written()
    {
        var folder = SharedData.Require("synthea-csv");
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(sandbox, new SyntheaOptions { Folder = folder });

        foreach (var column in PersonColumns)
        {
            Assert.Equal(0, await file.CountAsync($"ENCOUNTER WHERE {column} IS NOT NULL"));
        }

        // PERSON_ID is a number of the sandbox's own; it is there so that openings can be logged per patient.
        Assert.Equal(0, await file.CountAsync("CHARGE WHERE PERSON_ID = 0"));
        Assert.Equal(0, await file.CountAsync("CHARGE WHERE CHARGE_DESCRIPTION IS NOT NULL OR INST_FIN_NBR IS NOT NULL"));
        var everything = string.Join('\n', await file.RowsAsync("SELECT * FROM ENCOUNTER"))
            + string.Join('\n', await file.RowsAsync("SELECT * FROM CHARGE")) + string.Join('\n', await file.RowsAsync("SELECT * FROM ORGANIZATION"));
        var patients = File.ReadLines(Path.Combine(folder, "patients.csv")).Skip(1).Select(l => l.Split(','));
        Assert.All(patients, p => Assert.DoesNotContain(p[0], everything, StringComparison.OrdinalIgnoreCase));
        Assert.All(patients, p => Assert.DoesNotContain(p[3], everything, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ids_stay_when_rows_are_moved_and_the_facility_is_the_place_of_service_even_where_the_appointment_says_another()
    {
        using var folder = new SyntheaFolder();
        folder.Write("c1,CHARGE,10.25,2024-01-05T10:00:00Z,orgB,1000,2,3,5.125,e1", "c2,CHARGE,7.00,2024-01-05T11:00:00Z,orgA,1001,1,4,7.00,e1", "x,PAYMENT,,,,,,,,");
        var first = await ChargesAsync(folder);
        folder.Write("c2,CHARGE,7.00,2024-01-05T11:00:00Z,orgA,1001,1,4,7.00,e1", "c1,CHARGE,10.25,2024-01-05T10:00:00Z,orgB,1000,2,3,5.125,e1");
        var second = await ChargesAsync(folder);

        Assert.Equal(2, first.Count);
        Assert.Equal(first, second);
        Assert.Equal(2, first.Select(r => r.Split('|')[1]).Distinct().Count());
    }

    [Theory]
    [InlineData("c1,CHARGE,1,2024-01-05T10:00:00Z,orgB,1000,1,3,1,nowhere", "line 2")]
    [InlineData("c1,CHARGE,1,2024-01-05T10:00:00Z,nowhere,1000,1,3,1,e1", "line 2")]
    [InlineData("c1,CHARGE,1,yesterday,orgB,1000,1,3,1,e1", "line 2")]
    [InlineData("c1,CHARGE,1,2024-01-05T10:00:00Z,orgB,1000,1,Surgery,1,e1", "DEPARTMENTID")]
    [InlineData("c1,CHARGE,1,2024-01-05T10:0", "line 2")]
    [InlineData("c1,PAYMENT,1,2024-01-05T10:00:00Z,orgB,1000,1,3,1,e1", "no row of TYPE CHARGE")]
    public async Task A_file_that_does_not_hold_together_is_refused_with_the_place(string row, string place)
    {
        using var folder = new SyntheaFolder();
        folder.Write(row);
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => SyntheaFeeder.OpenAsync(sandbox, new SyntheaOptions { Folder = folder.Path }));

        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_or_lacks_a_file_is_refused_by_name()
    {
        using var folder = new SyntheaFolder();
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();

        var noFile = await Assert.ThrowsAsync<FileNotFoundException>(() => SyntheaFeeder.OpenAsync(sandbox, new SyntheaOptions { Folder = folder.Path }));
        var noFolder = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => SyntheaFeeder.OpenAsync(sandbox, new SyntheaOptions { Folder = folder.Path + "-not" }));

        Assert.Contains("claims_transactions.csv", noFile.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path + "-not", noFolder.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_the_hospital_day_was_fed_into_takes_no_files()
    {
        using var folder = new SyntheaFolder();
        folder.Write("c1,CHARGE,10.25,2024-01-05T10:00:00Z,orgB,1000,2,3,5.125,e1");
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await (await HospitalDayFeeder.OpenAsync(sandbox, new HospitalDayOptions())).FeedNextWaveAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SyntheaFeeder.OpenAsync(sandbox, new SyntheaOptions { Folder = folder.Path }));

        Assert.Contains("new directory", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ChargesAsync(SyntheaFolder folder)
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();
        await FeedAllAsync(sandbox, new SyntheaOptions { Folder = folder.Path, Waves = 1 });
        return await file.RowsAsync("SELECT CHARGE_ITEM_ID, ORGANIZATION_ID, ITEM_EXTENDED_PRICE, ITEM_QUANTITY FROM CHARGE JOIN ENCOUNTER USING (ENCNTR_ID) ORDER BY 1");
    }

    private static async Task<ICernerFeeder> FeedAllAsync(Sandbox.Cerner.CernerSandbox sandbox, SyntheaOptions options)
    {
        var feeder = await SyntheaFeeder.OpenAsync(sandbox, options);
        while (!(await feeder.FeedNextWaveAsync()).Completed)
        {
        }

        return feeder;
    }

    private sealed class SyntheaFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-synthea-");

        internal string Path => _folder.FullName;

        internal void Write(params string[] transactions)
        {
            string File(string name) => System.IO.Path.Combine(Path, name);
            System.IO.File.WriteAllLines(File("organizations.csv"), ["Id,NAME", "orgA,\"A, B\"", "orgB,B"]);
            System.IO.File.WriteAllLines(File("encounters.csv"), ["Id,START,ORGANIZATION", "e1,2024-01-05T09:00:00Z,orgA"]);
            System.IO.File.WriteAllLines(
                File("claims_transactions.csv"),
                ["ID,TYPE,AMOUNT,FROMDATE,PLACEOFSERVICE,PROCEDURECODE,UNITS,DEPARTMENTID,UNITAMOUNT,APPOINTMENTID", .. transactions]);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
