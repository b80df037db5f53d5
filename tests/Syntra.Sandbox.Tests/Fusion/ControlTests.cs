using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class ControlTests
{
    [Fact]
    public async Task Two_pods_that_hold_the_same_facts_in_other_groups_and_order_give_the_same_stable_lines()
    {
        await using var one = await Pod.StartAsync();
        await using var other = await Pod.StartAsync();
        await SendAsync(one, [.. GlLine.Pair("1.00", "a", "1"), .. GlLine.Pair("2.00", "b", "1")], "1");
        await SendAsync(other, GlLine.Pair("2.00", "b", "9"), "9");
        await SendAsync(other, GlLine.Pair("1.00", "a", "8"), "8");
        const string path = "sandbox/ledger-lines?stable=true";
        Assert.Equal((await one.GetAsync(path)).ToJsonString(), (await other.GetAsync(path)).ToJsonString());
        Assert.NotEqual((await one.LinesAsync()).ToJsonString(), (await other.LinesAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_period_that_was_closed_stays_closed_at_the_next_start_though_the_options_say_open()
    {
        await using var pod = await Pod.StartAsync();
        await pod.ControlAsync("periods", new System.Text.Json.Nodes.JsonObject { ["ledgerId"] = 300000001, ["period"] = "Dec-25", ["status"] = "C" });
        await pod.ControlAsync("segment-values", new System.Text.Json.Nodes.JsonObject { ["segment"] = "Facility", ["value"] = "H1", ["enabled"] = false });
        await pod.RestartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        Assert.Contains("\n1 a-D EP01,EF04 ", await pod.ReportAsync(await pod.ImportAsync("1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_without_its_calendar_or_suspense_account_does_not_start()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Pod.StartAsync(static o => o with { Calendars = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => Pod.StartAsync(static o => o with { Ledgers = [o.Ledgers[1] with { SuspenseAccount = null }] }));
    }

    private static async Task SendAsync(Pod pod, GlLine[] lines, string group)
    {
        await pod.LoadAsync(lines);
        await pod.ImportAsync(group);
        await pod.PostJournalsAsync(group);
    }
}
