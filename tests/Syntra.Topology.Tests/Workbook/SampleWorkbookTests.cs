using Syntra.Topology.Reference;
using Syntra.Topology.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Workbook;

public class SampleWorkbookTests
{
    private static readonly CompiledWorkbook Shipped = Sample.Compile(Sample.Read("topology", "workbook"));

    [Fact]
    public void The_sample_that_ships_maps_the_hospitals_departments_and_charge_codes_of_the_demo()
    {
        var codes = Shipped.Entries.ToLookup(e => e.Table, e => e.Code, StringComparer.Ordinal);

        Assert.Equal(["589723", "589731", "589747"], codes[CrosswalkTables.Facility]);
        Assert.Equal(Enumerable.Range(4101, 8).Select(d => $"{d}"), codes[CrosswalkTables.Department]);
        Assert.Equal(24, codes[CrosswalkTables.ChargeCode].Count());
        Assert.Single(codes[CrosswalkTables.Ledger]);
    }

    [Fact]
    public void It_leaves_one_code_unmapped_and_maps_one_to_an_account_that_Fusion_refuses()
    {
        var codes = Shipped.Entries.Where(e => e.Table == CrosswalkTables.ChargeCode).ToDictionary(e => e.Code, StringComparer.Ordinal);

        Assert.DoesNotContain("45700119", codes);
        Assert.Equal("49999", codes["45700228"].Rows[0].Values["natural_account"]);
    }

    [Theory]
    [InlineData("2026-06-30", "3070")]
    [InlineData("2026-07-01", "3075")]
    public void A_cost_centre_that_changed_is_read_as_of_the_day(string day, string costCentre)
    {
        var row = Sample.Reference.Crosswalk(CrosswalkTables.Department, "2007").AsOf(DateOnly.Parse(day, null));

        Assert.Equal(costCentre, row!.Values["cost_center"]);
    }

    [Fact]
    public void The_version_is_that_of_the_content_alone()
    {
        var changed = Sample.Files.Select(f => f with { Text = "# another comment\r\n" + f.Text.Replace("\n", "\r\n", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal) }).Reverse().ToList();

        Assert.Equal(Sample.Workbook.Version, Sample.Compile(changed).Version);
        Assert.Equal(64, Sample.Workbook.Version.Length);
        Assert.All(Sample.Workbook.Entries, e => Assert.Equal(Sample.Workbook.Version, e.WorkbookVersion));
    }

    [Fact]
    public void The_version_changes_with_any_value()
    {
        var changed = Sample.Files.Select(f => f with { Text = f.Text.Replace("2003,3030", "2003,3031", StringComparison.Ordinal) }).ToList();

        Assert.NotEqual(Sample.Workbook.Version, Sample.Compile(changed).Version);
    }
}
