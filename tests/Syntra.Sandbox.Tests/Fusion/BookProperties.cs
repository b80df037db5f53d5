using FsCheck;
using FsCheck.Fluent;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

/// <summary>Random groups of lines, good and bad, in random files: whole or not at all, and balances that are the sum of what is posted.</summary>
public sealed class BookProperties
{
    /// <summary>One charge of a group; a flaw makes its credit line one that the import refuses.</summary>
    public sealed record Charge(int Cents, Flaw Flaw);

    public enum Flaw
    {
        None,
        UnknownValue,
        DisabledValue,
        ClosedPeriod,
        Unbalanced,
    }

    [Fact]
    public async Task Random_groups_stand_in_the_ledger_whole_or_not_at_all_and_balances_are_the_sum_of_posted_lines()
    {
        await using var pod = await Pod.StartAsync();
        var flaw = Gen.Frequency([(8, Gen.Constant(Flaw.None)), (1, Gen.Elements(Flaw.UnknownValue, Flaw.DisabledValue, Flaw.ClosedPeriod, Flaw.Unbalanced))]);
        var charge = from cents in Gen.Choose(1, 10_000_000) from f in flaw select new Charge(cents, f);
        var run = Gen.ArrayOf(charge.NonEmptyListOf().Resize(5)).Resize(6);
        var groups = new Dictionary<string, GlLine[]>(StringComparer.Ordinal);
        var number = 0;
        var property = Prop.ForAll(run.ToArbitrary(), charges =>
        {
            var fresh = charges.ToDictionary(_ => $"{++number}", list => (Flawed: list.Exists(static c => c.Flaw != Flaw.None), Lines: Array.Empty<GlLine>()));
            foreach (var (group, list) in fresh.Keys.ToList().Zip(charges))
            {
                fresh[group] = (fresh[group].Flawed, [.. list.SelectMany((c, i) => Lines(c, group, i))]);
                groups[group] = fresh[group].Lines;
            }

            RunAsync(pod, groups, fresh).GetAwaiter().GetResult();
        });
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20251215, 1), property));
        var lines = (await pod.LinesAsync()).Count;
        Assert.InRange(lines, 20, groups.Values.Sum(static g => g.Length) - 20);
    }

    private static async Task RunAsync(Pod pod, Dictionary<string, GlLine[]> all, Dictionary<string, (bool Flawed, GlLine[] Lines)> fresh)
    {
        await pod.LoadAsync(fresh.Values.SelectMany(static g => g.Lines));
        var imports = await Task.WhenAll(fresh.Keys.Select(group => pod.ImportAsync(group)));
        Assert.Equal(fresh.Values.Select(static g => g.Flawed ? "WARNING" : "SUCCEEDED"), imports.Select(static i => i.Children[0].Status));
        await pod.PostJournalsAsync(fresh.Keys.FirstOrDefault() ?? "");
        var lines = await Books.CheckAsync(pod, all);
        var there = lines.Select(static l => l!["groupId"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(fresh.Where(static g => !g.Value.Flawed).Select(static g => g.Key).Order(), fresh.Keys.Where(there.Contains).Order());
    }

    private static GlLine[] Lines(Charge charge, string group, int index)
    {
        var lines = GlLine.Pair(GlFile.Money(charge.Cents), $"g{group}-{index}", group, index % 2 == 0 ? "H1" : "H2");
        lines[1] = charge.Flaw switch
        {
            Flaw.UnknownValue => lines[1] with { Segments = ["H1", "999", "4000", "0000"] },
            Flaw.DisabledValue => lines[1] with { Segments = ["H1", "100", "4999", "0000"] },
            Flaw.ClosedPeriod => lines[1] with { Date = "2025/11/05" },
            Flaw.Unbalanced => lines[1] with { Cr = GlFile.Money(charge.Cents + 1) },
            _ => lines[1],
        };
        return lines;
    }
}
