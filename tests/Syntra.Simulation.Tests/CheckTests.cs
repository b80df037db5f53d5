using Syntra.Simulation.Checks;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Runs;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Tests;

/// <summary>The checks that take neither answers nor order as given fail where answers or end are wrong.</summary>
public sealed class CheckTests
{
    [Fact]
    public void An_end_that_is_not_that_of_the_source_is_found()
    {
        using var world = Played(seed: 3);
        var oracle = new OracleChecks(world, new Findings());
        oracle.Run();
        Assert.Empty(EndState(world, oracle));

        // As if the last version of a charge had never been worked on.
        var settled = oracle.Charges.First(c => c is { Status: Standing.Settled, Stands: not null });
        var source = world.Source.ChargeOf(settled.Id)!;
        source.Row = source.Row with { Amount = source.Row.Amount + 1 };
        Assert.Contains(EndState(world, oracle), f => f.Contains($"record {settled.Id}:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_that_Fusion_never_uttered_is_found()
    {
        using var world = Played(seed: 3);
        Assert.Empty(Answers(world));
        Assert.NotEmpty(world.Fusion.Import.Refusals);
        world.Fusion.Import.Refusals.Clear();
        Assert.Contains(Answers(world), f => f.Contains("which Fusion never said", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_that_never_left_and_answers_that_never_came_are_found()
    {
        using var world = Played(seed: 3);
        var journal = Enumerable.Range(0, world.Broker.Partitions).Select(p => world.Broker.Of(world.Host.Topics.Journal, p)).First(l => l.Count > 0);
        var receipts = Enumerable.Range(0, world.Broker.Partitions).Select(p => world.Broker.Of(world.Host.Topics.JournalReceipt, p)).First(l => l.Count > 0);
        receipts.Clear();
        Assert.Contains(Answers(world), f => f.Contains("was never answered", StringComparison.Ordinal));
        journal.Clear();
        Assert.Contains(Answers(world), f => f.Contains("which never left", StringComparison.Ordinal));
    }

    private static World Played(int seed)
    {
        var world = new World(SimHost.Create(mutant: null, isSealed: false), seed, new FormCounts());
        var findings = new Findings();
        HistoryRun.Play(world, History.Of(seed), findings);
        Assert.Empty(findings.All);
        return world;
    }

    private static IReadOnlyList<string> EndState(World world, OracleChecks oracle)
    {
        var findings = new Findings();
        new EndStateChecks(world, findings).Run(oracle.Charges);
        return findings.All;
    }

    private static IReadOnlyList<string> Answers(World world)
    {
        var findings = new Findings();
        AnswerChecks.Run(world, findings);
        return findings.All;
    }
}
