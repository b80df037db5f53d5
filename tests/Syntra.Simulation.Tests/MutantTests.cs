namespace Syntra.Simulation.Tests;

public sealed class MutantTests
{
    public static TheoryData<string> Names => [.. Simulator.Mutants];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_rule_is_found_within_two_thousand_histories_and_replays_alone(string mutant)
    {
        var options = new SimulationOptions { Histories = 2_000, Seed = 1, Mutant = mutant, MostFailures = 1 };
        var result = Simulator.Run(options, TimeProvider.System, TestContext.Current.CancellationToken);
        var failure = Assert.Single(result.Failures);
        Assert.NotEmpty(failure.Findings);
        Assert.True(failure.Events.Count < 25, $"{failure.Events.Count} events are left after shrinking");
        Assert.Equal(failure.Findings, Simulator.Replay(failure.Seed, failure.Events, options).Findings);

        // What is found is the broken rule: the product as it is passes the very same history.
        Assert.Empty(Simulator.Replay(failure.Seed, failure.Events, options with { Mutant = null }).Findings);
    }

    /// <summary>What the oracle takes as given is looked at by one check alone, which is therefore shown to be needed.</summary>
    [Theory]
    [InlineData("blame-closed-period", "answers")]
    [InlineData("poll-without-overlap", "end-state")]
    [InlineData("watermark-before-rows", "end-state")]
    [InlineData("publish-calendar-by-memory", "calendars")]
    public void What_the_oracle_takes_as_given_is_found_by_its_own_check_and_by_no_other(string mutant, string check)
    {
        var options = new SimulationOptions { Histories = 2_000, Seed = 1, Mutant = mutant, MostFailures = 1 };
        var failure = Assert.Single(Simulator.Run(options, TimeProvider.System, TestContext.Current.CancellationToken).Failures);
        Assert.Equal([check], failure.Checks);
        Assert.Equal([check], Simulator.Replay(failure.Seed, failure.Events, options).Checks);
    }

    [Fact]
    public void At_least_five_rules_are_broken() => Assert.True(Simulator.Mutants.Count >= 5);

    [Fact]
    public void An_unknown_mutant_is_refused() =>
        Assert.Throws<ArgumentException>(() => Simulator.Replay(1, null, new SimulationOptions { Mutant = "none-such" }));
}
