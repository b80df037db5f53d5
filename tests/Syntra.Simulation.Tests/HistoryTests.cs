namespace Syntra.Simulation.Tests;

public sealed class HistoryTests
{
    [Fact]
    public void Two_thousand_histories_end_where_the_rules_say()
    {
        var result = Simulator.Run(new SimulationOptions { Histories = 2_000, Seed = 1, Workers = 2 }, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(result.Violations == 0, string.Join('\n', result.Failures.SelectMany(f => f.Findings.Prepend($"seed {f.Seed}: {string.Join(' ', f.Kinds)}"))));
        Assert.Equal(2_000, result.Histories);
    }
}
