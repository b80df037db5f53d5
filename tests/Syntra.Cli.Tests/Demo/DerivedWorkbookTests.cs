using FsCheck;
using FsCheck.Fluent;
using Syntra.Cli.Demo;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Tests.Demo;

/// <summary>The workbook that is made for data without one has a row for everything that the data refers to, apart from what is meant to be missing.</summary>
public sealed class DerivedWorkbookTests
{
    [Fact]
    public void It_compiles_without_a_fault_and_leaves_out_what_is_meant_to_be_missing()
    {
        var workbook = Compile(Catalogue(3, 8, 40));

        Assert.Equal(["100001", "100002", "100003"], Codes(workbook, "facility"));
        Assert.Equal(8, Codes(workbook, "department").Count);
        Assert.Equal(40, Codes(workbook, "charge-code").Count);
        Assert.DoesNotContain("UNMAPPED", Codes(workbook, "charge-code"));
        Assert.Contains("REJECTED", Codes(workbook, "charge-code"));
    }

    [Fact]
    public void It_compiles_for_a_catalogue_of_any_size_that_fits_the_chart() => Prop.ForAll(
        Gen.Choose(1, 899).Two().SelectMany(sizes => Gen.Choose(1, 2000).Select(codes => (Facilities: sizes.Item1, Departments: sizes.Item2, Codes: codes))).ToArbitrary(),
        size => Codes(Compile(Catalogue(size.Facilities, size.Departments, size.Codes)), "facility").Count == size.Facilities).QuickCheckThrowOnFailure();

    [Fact]
    public void A_rejected_code_and_an_accepted_one_never_share_an_account()
    {
        var workbook = Compile(Catalogue(2, 2, 30));
        var accounts = workbook.Entries.Where(entry => entry.Table == "charge-code").Select(entry => entry.Rows[0].Values["natural_account"]).ToList();

        Assert.Equal(accounts.Count, accounts.Distinct(StringComparer.Ordinal).Count());
    }

    private static CompiledWorkbook Compile(FeedCatalogue catalogue)
    {
        var result = WorkbookCompiler.Compile([.. DerivedWorkbook.Derive(catalogue).Select(file => new WorkbookFile(file.Key, file.Value))]);
        Assert.Empty(result.Errors);
        return result.Workbook!;
    }

    private static List<string> Codes(CompiledWorkbook workbook, string table) => [.. workbook.Entries.Where(entry => entry.Table == table).Select(entry => entry.Code)];

    private static FeedCatalogue Catalogue(int facilities, int departments, int codes) => new()
    {
        Organizations =
        [
            .. Enumerable.Range(1, facilities).Select(i => new SandboxOrganization(100_000 + i, i == 1 ? "SAID \"ONE\", TWO" : $"ORG{i}", "America/New_York")),
            new SandboxOrganization(999_999, "ELSEWHERE", "America/Chicago", InWorkbook: false),
        ],
        Departments = [.. Enumerable.Range(1, departments).Select(i => new SandboxDepartment(4100 + i, $"Department {i}"))],
        ChargeCodes =
        [
            .. Enumerable.Range(1, codes - 1).Select(i => new SandboxChargeCode($"{45_000_000 + i}")),
            new SandboxChargeCode("REJECTED", ChargeCodeUse.Rejected),
            new SandboxChargeCode("UNMAPPED", ChargeCodeUse.Unmapped),
        ],
        EarliestServiceDate = new DateOnly(2011, 2, 28),
        LatestServiceDate = new DateOnly(2026, 3, 1),
    };
}
