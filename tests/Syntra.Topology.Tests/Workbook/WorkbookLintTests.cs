using Syntra.Topology.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Workbook;

public class WorkbookLintTests
{
    private const string LedgerHeader =
        "ledger,ledger_id,data_access_set_id,chart,currency,journal_source,journal_category,receivable_account,default_department,valid_from,valid_to\n";

    private const string FacilityHeader = "organization_id,ledger,business_unit,balancing_segment,time_zone,valid_from,valid_to\n";

    [Theory]
    // file, its text, line, part of what is wrong, part of the cure
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,2026-01-01,\n1,1001,2026-01-01,\n", 3, "Duplicate key: department_code 1", "Remove one")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,2026-01-01,\n\n1,1001,2026-03-01,\n", 4, "overlaps line 2", "valid_to 2026-02-28")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,2026-01-01,2026-03-01\n1,1001,2026-03-01,\n", 3, "Overlapping dates", "valid_to 2026-02-28")]
    [InlineData("departments.csv", "department_code,valid_from,valid_to\n1,2026-01-01,\n", 1, "Column cost_center is missing", "Add it; the header is department_code,cost_center,valid_from,valid_to")]
    [InlineData("departments.csv", "department_code,cost_center,colour,valid_from,valid_to\n1,1000,red,2026-01-01,\n", 1, "Column 'colour' is unknown", "Remove or rename")]
    [InlineData("departments.csv", "department_code,cost_center,cost_center,valid_from,valid_to\n", 1, "Column 'cost_center' stands there twice", "Remove one")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,100,2026-01-01,\n", 2, "'100' is not a value of segment department", "exactly 4 digits")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,10A0,2026-01-01,\n", 2, "'10A0' is not a value of segment department", "exactly 4 digits")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,,2026-01-01,\n", 2, "cost_center is empty", "Fill it in")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n,1000,2026-01-01,\n", 2, "department_code is empty", "Fill it in")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,01/02/2026,\n", 2, "valid_from '01/02/2026' is not a date", "yyyy-MM-dd")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,,\n", 2, "valid_from '' is not a date", "yyyy-MM-dd")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,2026-02-01,2026-01-31\n", 2, "lies before valid_from", "Correct one")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1000,2026-02-01\n", 2, "The row has 3 cells, the header 4", "commas")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\n1,\"1000,2026-02-01,\n", 2, "The quoting is broken", "Close every double quote")]
    [InlineData("departments.csv", "", 1, "The file is empty", "Start it with the header")]
    [InlineData("departments.csv", "department_code,cost_center,valid_from,valid_to\na|b,1000,2026-02-01,\n", 2, "'a|b' is not a code", "letters, digits")]
    [InlineData("process-flags.csv", "flag,treatment,valid_from,valid_to\n1,MAYBE,2026-01-01,\n", 2, "'MAYBE' is not a treatment", "MONEY, NOT_MONEY or NOT_YET")]
    [InlineData("facilities.csv", FacilityHeader + "1,Nowhere,BU,101,America/Chicago,2026-01-01,\n", 2, "Ledger 'Nowhere' is unknown", "add the ledger to ledgers.csv")]
    [InlineData("facilities.csv", FacilityHeader + "1,Lakeside Health US,BU,101,Chicago,2026-01-01,\n", 2, "'Chicago' is not a time zone", "IANA")]
    [InlineData("facilities.csv", FacilityHeader + "1,Lakeside Health US,BU,1011,America/Chicago,2026-01-01,\n", 2, "'1011' is not a value of segment facility", "exactly 3 digits")]
    [InlineData("ledgers.csv", LedgerHeader + "L,x1,2,facility:3-department:4-account:5,USD,S,C,12000,0000,2026-01-01,\n", 2, "'x1' is not a Fusion id", "digits only")]
    [InlineData("ledgers.csv", LedgerHeader + "L,1,2,department:4-account:5,USD,S,C,12000,0000,2026-01-01,\n", 2, "is not a chart of accounts", "facility first")]
    [InlineData("ledgers.csv", LedgerHeader + "L,1,2,facility:3-department:4-account:5,Dollar,S,C,12000,0000,2026-01-01,\n", 2, "'Dollar' is not a currency", "ISO 4217")]
    [InlineData("ledgers.csv", LedgerHeader + "L,1,2,facility:3-department:4-account:5,USD,S,C,1200,0000,2026-01-01,\n", 2, "'1200' is not a value of segment account", "exactly 5 digits")]
    public void A_fault_is_reported_with_file_line_and_cure(string file, string text, int line, string what, string cure)
    {
        var result = WorkbookCompiler.Compile(With(file, text));

        Assert.Null(result.Workbook);
        var error = Assert.Single(result.Errors, e => e.What.Contains(what, StringComparison.Ordinal));
        Assert.Equal((file, line), (error.File, error.Line));
        Assert.Contains(cure, error.Cure, StringComparison.Ordinal);
        Assert.StartsWith($"{file}:{line}: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_reported()
    {
        var result = WorkbookCompiler.Compile([.. Sample.Files.Where(f => f.Name != "departments.csv")]);

        Assert.Contains(result.Errors, e => e is { File: "departments.csv", What: "The file is missing." });
    }

    [Fact]
    public void An_unknown_table_is_reported_and_other_files_are_passed_over()
    {
        var result = WorkbookCompiler.Compile([.. Sample.Files, new WorkbookFile("colours.csv", "a\n"), new WorkbookFile("tiers.yaml", "a: b")]);

        var error = Assert.Single(result.Errors);
        Assert.Equal("colours.csv", error.File);
    }

    [Fact]
    public void All_errors_are_found_in_one_go()
    {
        var result = WorkbookCompiler.Compile(With(
            "departments.csv", "department_code,cost_center,valid_from,valid_to\n1,1,2026-01-01,\n2,2,2026-01-01,\n3,3,2026-01-01,\n"));

        Assert.Equal([2, 3, 4], result.Errors.Select(e => e.Line));
    }

    [Fact]
    public void Rows_that_follow_each_other_are_right()
    {
        var result = WorkbookCompiler.Compile(With(
            "departments.csv",
            "department_code,cost_center,valid_from,valid_to\n1,1001,2026-03-01,\n1,1000,2026-01-01,2026-02-28\n2,\"1000\",2026-01-01,2026-01-01\n"));

        Assert.Empty(result.Errors);
        var entry = result.Workbook!.Entries.Single(e => e is { Table: "department", Code: "1" });
        Assert.Equal(["1000", "1001"], entry.Rows.Select(r => r.Values["cost_center"]));
    }

    private static List<WorkbookFile> With(string name, string text) =>
        [.. Sample.Files.Where(f => f.Name != name), new WorkbookFile(name, text)];
}
