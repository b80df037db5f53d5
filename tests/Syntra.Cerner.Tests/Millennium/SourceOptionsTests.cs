using Syntra.Cerner.Millennium;
using Syntra.Cerner.Sources;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class SourceOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(PollingHarness.Options.Validate());

    [Fact]
    public void Each_fault_is_named_with_its_option()
    {
        var bad = PollingHarness.Options with
        {
            Tenant = " ", BootstrapServers = "", PollInterval = TimeSpan.Zero, Overlap = TimeSpan.Zero, PageSize = 0, MaxChargesPerPoll = 0,
            BackoffBase = TimeSpan.FromSeconds(20), TransactionTimeout = TimeSpan.Zero, RecoveryMargin = TimeSpan.FromSeconds(-1), BillCodeMeaning = "",
        };

        var errors = bad.Validate();

        Assert.Equal(12, errors.Count);
        foreach (var option in new[] { "Tenant", "BootstrapServers", "PollInterval", "Overlap", "PageSize", "MaxChargesPerPoll", "BackoffBase", "TransactionTimeout", "RecoveryMargin", "BillCodeMeaning", "Sealer" })
        {
            Assert.Contains(errors, e => e.StartsWith(option, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Final_states_are_left_by_nothing_and_every_other_state_can_end()
    {
        var states = Enum.GetValues<SourceState>();
        var final = states.Where(s => states.All(to => to == s || !SourceTransitions.Allows(s, to))).ToList();

        Assert.Equal([SourceState.Stopped, SourceState.Fenced, SourceState.Failed], final);
        Assert.All(states.Except(final), s => Assert.True(SourceTransitions.Allows(s, SourceState.Stopped)));
    }

    [Fact]
    public void Pauses_double_with_jitter_and_stop_at_the_cap()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), new Random(1));
        var pauses = Enumerable.Range(0, 50).Select(_ => backoff.Next().TotalMilliseconds).ToList();

        Assert.InRange(pauses[0], 50, 100);
        Assert.InRange(pauses[1], 100, 200);
        Assert.InRange(pauses[2], 200, 400);
        Assert.All(pauses.Skip(4), p => Assert.InRange(p, 500, 1000));
        Assert.True(pauses.Skip(4).Distinct().Count() > 10);
    }
}
