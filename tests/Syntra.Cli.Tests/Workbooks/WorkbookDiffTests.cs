using Syntra.Cli.Configuration;
using Syntra.Cli.Workbooks;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Tests.Workbooks;

/// <summary>Two workbooks are compared by what they say.</summary>
public sealed class WorkbookDiffTests
{
    private static readonly IReadOnlyList<WorkbookFile> Sample = TenantFolder.ReadWorkbook(Path.Combine(AppContext.BaseDirectory, "workbook"));

    [Fact]
    public void Comments_spacing_and_the_order_of_rows_are_no_difference()
    {
        var shuffled = Sample.Select(f => f with { Text = "# another comment\n" + Reordered(f.Text) }).ToList();

        Assert.Empty(WorkbookDiff.Of(Compile(Sample), Compile(shuffled)).Rows);
    }

    [Fact]
    public void A_changed_account_is_named_with_its_day_and_both_accounts()
    {
        var diff = WorkbookDiff.Of(Compile(Sample), Compile(With("charge-codes.csv", text => text.Replace("12070001,44020,", "12070001,44021,", StringComparison.Ordinal))));

        var row = Assert.Single(diff.Rows);
        Assert.Equal(("charge-code", "12070001", RowChange.Changed), (row.Table, row.Code, row.Change));
        Assert.Equal(row.From, row.EffectiveFrom);
        Assert.Equal(["natural_account 44020", "natural_account 44021"], diff.Accounts);
    }

    [Fact]
    public void A_row_that_only_ends_earlier_takes_effect_the_day_after_its_new_end()
    {
        var diff = WorkbookDiff.Of(Compile(Sample), Compile(With("rules.csv", text => text.Replace("NEXT_VERSION,1970-01-01,", "NEXT_VERSION,1970-01-01,2030-06-30", StringComparison.Ordinal))));

        Assert.Equal(new DateOnly(2030, 7, 1), Assert.Single(diff.Rows).EffectiveFrom);
    }

    [Fact]
    public void Added_and_removed_rows_show_all_that_they_say()
    {
        var more = Compile(With("charge-codes.csv", text => text + "77777777,41200,2030-01-01,\n"));

        Assert.Equal(
            ["+ charge-code 77777777 2030-01-01.., from 2030-01-01: natural_account 41200", "accounts touched: natural_account 41200"],
            WorkbookDiffText.Of(WorkbookDiff.Of(Compile(Sample), more)));
        Assert.Equal(
            "- charge-code 77777777 2030-01-01.., from 2030-01-01: natural_account 41200",
            WorkbookDiffText.Of(WorkbookDiff.Of(more, Compile(Sample))).First());
    }

    private static string Reordered(string text)
    {
        string[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))];
        return string.Join('\n', [lines[0], .. lines.Skip(1).Reverse()]) + "\n";
    }

    private static List<WorkbookFile> With(string name, Func<string, string> change)
    {
        var changed = Sample.Select(f => f.Name == name ? f with { Text = change(f.Text) } : f).ToList();
        Assert.NotEqual(Sample.First(f => f.Name == name).Text, changed.First(f => f.Name == name).Text);
        return changed;
    }

    private static CompiledWorkbook Compile(IReadOnlyList<WorkbookFile> files)
    {
        var result = WorkbookCompiler.Compile([.. files]);
        return result.Workbook ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }
}
