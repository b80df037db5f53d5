using Syntra.Topology.Reference;
using Syntra.Topology.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Workbook;

public class SampleWorkbookTests
{
    [Fact]
    public void The_sample_workbook_has_no_errors() => Assert.Empty(WorkbookCompiler.Compile(Sample.Files).Errors);

    [Fact]
    public void It_knows_the_three_hospitals_their_departments_and_charge_codes()
    {
        foreach (var organization in (string[])["101", "102", "103"])
        {
            Assert.NotNull(Sample.Reference.Crosswalk(CrosswalkTables.Facility, organization));
        }

        Assert.All(Enumerable.Range(2001, 8), d => Assert.NotNull(Sample.Reference.Crosswalk(CrosswalkTables.Department, $"{d}")));
        Assert.All(Enumerable.Range(1001, 40), c => Assert.NotNull(Sample.Reference.Crosswalk(CrosswalkTables.ChargeCode, $"C{c}")));
        Assert.Null(Sample.Reference.Crosswalk(CrosswalkTables.ChargeCode, "C9999"));
        Assert.Equal("49999", Sample.Reference.Crosswalk(CrosswalkTables.ChargeCode, "C1040")!.Rows[0].Values["natural_account"]);
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
