using Syntra.Bench.Engine.Chaos;

namespace Syntra.Streams.Tests.Cluster;

/// <summary>The short form; the long one is a command (fifty rounds).</summary>
public sealed class ChaosTests(KafkaCluster cluster)
{
    [Fact]
    public async Task Killed_and_stopped_instances_leave_exactly_the_expected_output_in_order()
    {
        var report = await ChaosRun.RunAsync(
            new ChaosOptions { Rounds = 5, Seed = 3, EventsPerRound = 1_000, BootstrapServers = cluster.Bootstrap, Sqlite = true, Settle = 2 * Hang.Limit, Progress = Say }, TestContext.Current.CancellationToken);

        Assert.Empty(report.Differences);
        Assert.Equal(report.Expected, report.Found);
        Assert.True(report.Kills > 0);
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
