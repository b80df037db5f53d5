using Syntra.Bench.Governance;

namespace Syntra.Governance.Tests.Bench;

/// <summary>The benchmark runs and measures something. Its figures are not judged here: the tests share the machine.</summary>
public sealed class GovernanceBenchTests
{
    [Fact]
    public async Task A_short_run_gives_every_figure()
    {
        var result = await GovernanceBench.RunAsync(new GovernanceBenchOptions
        {
            Rounds = 1, RoundTime = TimeSpan.FromMilliseconds(50), WarmUp = TimeSpan.FromMilliseconds(50), AuditEntries = 2000,
        });
        Assert.Equal((4096, 12), (result.EventBytes, result.TokensPerEvent));
        Assert.All([result.EventsPerSecond, result.AuditAppendPerSecond, result.AuditVerifyPerSecond], rate => Assert.InRange(rate, 1, double.MaxValue));
    }
}
