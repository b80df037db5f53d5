using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Aggregates;

namespace Syntra.Governance.Tests.Modes;

public sealed class AggregateTableTests
{
    [Fact]
    public void No_row_leaves_a_domain_of_aggregates() =>
        Assert.Equal(PhiRefusal.AggregateOnly, Assert.Throws<PhiRefusedException>(() => Sample.Run(Sample.Policy(PhiMode.AggregateOnly), Sample.Json)).Refusal);

    [Fact]
    public void Small_cells_are_pooled_and_one_alone_is_not_given_away()
    {
        Assert.Equal("a:20=20; b:12=12", Cells(("a", 20), ("b", 12)));
        Assert.Equal("*:16=16; a:20=20", Cells(("a", 20), ("b", 12), ("c", 4)));
        Assert.Equal("*:14=14; a:20=20; b:15=15", Cells(("a", 20), ("b", 15), ("c", 4), ("d", 10)));
        Assert.Equal("", Cells(("a", 4), ("b", 5)));
    }

    [Fact]
    public void Any_table_keeps_its_total_and_shows_no_cell_below_the_threshold() =>
        Prop.ForAll(Gen.Choose(1, 40).ListOf().ToArbitrary(), counts =>
        {
            var table = new AggregateTable(1);
            foreach (var (i, count) in counts.Index())
            {
                for (var n = 0; n < count; n++)
                {
                    table.Add([$"c{i}"], 1.25m);
                }
            }

            var cells = table.Cells();
            var all = counts.Sum();
            return cells.All(c => c.Count >= 11) && (cells.Count == 0 ? all < 11 || counts.Count == 0 : cells.Sum(c => c.Count) == all && cells.Sum(c => c.Amount) == all * 1.25m);
        }).QuickCheckThrowOnFailure();

    private static string Cells(params (string Name, int Count)[] cells)
    {
        var table = new AggregateTable(1);
        foreach (var (name, count) in cells)
        {
            for (var i = 0; i < count; i++)
            {
                table.Add([name], 1);
            }
        }

        return string.Join("; ", table.Cells().Select(c => $"{c.Dimensions[0]}:{c.Count}={c.Amount}"));
    }
}
