using Syntra.Topology.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Workbook;

public class RuleLintTests
{
    private const string Header =
        "ledger,domain,rule_id,version,method,late_charge,open_correction,closed_correction,hold_amount,hold_percent,hold_when,approver_roles,two_persons,crosswalk_change,valid_from,valid_to\n";

    [Theory]
    // One row, line, part of what is wrong, part of the cure
    [InlineData("Lakeside Health US,charge,R,1,UPDATE_IN_PLACE,POST,POST,POST,NONE,NONE,ANY,NONE,NO,NEXT_VERSION,2026-01-01,", "posts journals, which Fusion cannot update", "REVERSE_AND_REPOST")]
    [InlineData("Lakeside Health US,charge,R,1,REPLACE,POST,POST,POST,NONE,NONE,ANY,NONE,NO,NEXT_VERSION,2026-01-01,", "'REPLACE' is not a method", "UPDATE_IN_PLACE where Fusion can")]
    [InlineData("Lakeside Health US,visits,R,1,REVERSE_AND_REPOST,POST,POST,POST,NONE,NONE,ANY,NONE,NO,NEXT_VERSION,2026-01-01,", "'visits' is not a domain", "charge, supply")]
    [InlineData("Lakeside Health US,charge,R,0,REVERSE_AND_REPOST,POST,POST,POST,NONE,NONE,ANY,NONE,NO,NEXT_VERSION,2026-01-01,", "'0' is not a rule version", "1, 2, 3")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,NONE,NONE,ANY,controller,NO,NEXT_VERSION,2026-01-01,", "HOLD_ABOVE needs a threshold", "hold_amount or hold_percent")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,MAYBE,NONE,NONE,ANY,controller,NO,NEXT_VERSION,2026-01-01,", "'MAYBE' is not a mode", "POST, HOLD or HOLD_ABOVE")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,-5,NONE,ANY,controller,NO,NEXT_VERSION,2026-01-01,", "'-5' is not a threshold", "without sign")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ALL,controller,NO,NEXT_VERSION,2026-01-01,", "'ALL' is not ANY or BOTH", "ANY or BOTH")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,NONE,NO,NEXT_VERSION,2026-01-01,", "names nobody who may decide", "Name a role")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,a role,NO,NEXT_VERSION,2026-01-01,", "'a role' is not a list of roles", "semicolons")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,controller,2,NEXT_VERSION,2026-01-01,", "'2' is not YES or NO", "YES or NO")]
    [InlineData("Lakeside Health US,charge,R,1,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,controller,NO,ALL,2026-01-01,", "'ALL' is not offered", "next version")]
    public void A_fault_of_a_rule_is_reported_with_its_cure(string row, string what, string cure)
    {
        var result = WorkbookCompiler.Compile(With(Header + row + "\n"));

        Assert.Null(result.Workbook);
        var error = Assert.Single(result.Errors, e => e.What.Contains(what, StringComparison.Ordinal));
        Assert.Equal(("rules.csv", 2), (error.File, error.Line));
        Assert.Contains(cure, error.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_without_a_rule_for_charges_is_reported_where_the_ledger_stands()
    {
        var result = WorkbookCompiler.Compile(With(Header));

        var error = Assert.Single(result.Errors);
        Assert.Equal("ledgers.csv", error.File);
        Assert.Contains("rules.csv", error.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_says_the_same_wherever_it_stands_and_two_rules_never_hold_on_one_day()
    {
        const string Rule = "REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,controller,NO,NEXT_VERSION";
        var changed = WorkbookCompiler.Compile(With(
            $"{Header}Lakeside Health US,charge,R,1,{Rule},2026-01-01,2026-01-31\nLakeside Health US,charge,R,1,{Rule.Replace("HOLD", "POST", StringComparison.Ordinal)},2026-02-01,\n"));
        var overlapping = WorkbookCompiler.Compile(With(
            $"{Header}Lakeside Health US,charge,R,1,{Rule},2026-01-01,\nLakeside Health US,charge,R,1,{Rule},2026-02-01,\n"));
        var right = WorkbookCompiler.Compile(With(
            $"{Header}Lakeside Health US,charge,R,1,{Rule},2026-01-01,2026-01-31\nLakeside Health US,charge,R,1,{Rule},2026-02-01,\n"));

        Assert.Contains("Rule R version 1 says something else on line 2", Assert.Single(changed.Errors).What, StringComparison.Ordinal);
        Assert.Contains("Overlapping dates: ledger/domain Lakeside Health US/charge", Assert.Single(overlapping.Errors).What, StringComparison.Ordinal);
        Assert.Equal(2, right.Workbook!.Entries.Single(e => e is { Table: "rule", Code: "Lakeside Health US/charge" }).Rows.Count);
    }

    [Fact]
    public void A_signature_holds_for_what_the_tables_say_and_for_nothing_else()
    {
        using var finance = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var signature = WorkbookSignature.Sign(Sample.Workbook, "Ada Finance", finance, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var commented = Sample.Compile([.. Sample.Files.Select(f => f with { Text = "# a comment\n" + f.Text })]);
        var changed = Sample.Compile([.. Sample.Files.Select(f => f with { Text = f.Text.Replace("2003,3030", "2003,3031", StringComparison.Ordinal) })]);

        Assert.Null(WorkbookSignature.Refusal(commented, signature, [finance], now));
        Assert.Contains("changed after it was signed", WorkbookSignature.Refusal(changed, signature, [finance], now), StringComparison.Ordinal);
        Assert.Contains("not signed", WorkbookSignature.Refusal(Sample.Workbook, null, [finance], now), StringComparison.Ordinal);
        Assert.Contains("none of those", WorkbookSignature.Refusal(Sample.Workbook, signature, [], now), StringComparison.Ordinal);
    }

    private static List<WorkbookFile> With(string text) => [.. Sample.Files.Where(f => f.Name != "rules.csv"), new WorkbookFile("rules.csv", text)];
}
