using System.Text.Json;

namespace Syntra.EndToEnd.Tests;

/// <summary>The demo on charges that nobody of this project made up.</summary>
public sealed class SyntheaDemoTests
{
    [Fact]
    public async Task Every_charge_of_the_Synthea_files_is_posted_to_the_cent_and_a_second_run_changes_nothing()
    {
        string data = OutsideData.Require("synthea-csv");
        using var folder = new TemporaryFolder();

        var first = await DemoProcess.RunAsync("--data", data, "--dir", folder.Sub("state"));

        Assert.Equal(0, first.ExitCode);
        AssertBooks(first);
        Assert.Equal(0, first.Count("zeroDeltaCount"));

        var second = await DemoProcess.RunAsync("--data", data, "--dir", folder.Sub("state"));

        Assert.Equal(0, second.ExitCode);
        AssertBooks(second);
        Assert.Equal(first.Count("zeroDeltaCount") + 1005, second.Count("zeroDeltaCount"));
        Assert.Equal(first.Count("journalBatches"), second.Count("journalBatches"));
        Assert.All([first, second], o => Assert.Equal((1005L, false), (o.Count("recordsReceived") - o.Count("zeroDeltaCount"), HasMonthEnd(o))));

        var third = await DemoProcess.RunAsync("--data", data, "--dir", folder.Sub("state"), "--month-end");

        Assert.Equal(0, third.ExitCode);
        AssertBooks(third);
        AssertMonthEnd(third);
    }

    private static bool HasMonthEnd(DemoOutcome outcome) => outcome.Result.TryGetProperty("monthEnd", out var monthEnd) && monthEnd.ValueKind != JsonValueKind.Null;

    // Its own month-end, of its own charges, leaves count and sum as they were brought.
    private static void AssertMonthEnd(DemoOutcome outcome)
    {
        var monthEnd = outcome.Result.GetProperty("monthEnd");
        Assert.True(monthEnd.GetProperty("closedPeriodUnchanged").GetBoolean());
        Assert.Equal(("Jan-24", "Feb-24"), (monthEnd.GetProperty("closedPeriod").GetString(), monthEnd.GetProperty("openPeriod").GetString()));
        Assert.NotEqual("0.00", monthEnd.GetProperty("debitsBefore").GetString());
        Assert.Equal(monthEnd.GetProperty("debitsBefore").GetString(), monthEnd.GetProperty("debitsAfter").GetString());
        var corrections = monthEnd.GetProperty("corrections").EnumerateArray().ToList();
        Assert.Equal(["re-priced-up", "re-priced-down", "moved-cost-centre-held"], corrections.Select(c => c.GetProperty("kind").GetString()));
        Assert.Equal([0, 0, 2], corrections.Select(c => c.GetProperty("approvals").GetArrayLength()));
        Assert.All(corrections.Take(2), c => Assert.Contains("Feb-24", c.GetRawText(), StringComparison.Ordinal));

        // What moves to another cost centre leaves the receivable alone, in both periods.
        Assert.Equal("Jan-24", Assert.Single(corrections[2].GetProperty("effects").EnumerateArray()).GetProperty("period").GetString());
    }

    private static void AssertBooks(DemoOutcome outcome)
    {
        Assert.Equal(1005, outcome.Count("sourceCount"));
        Assert.Equal("462487.58", outcome.Amount("sourceAmount"));
        Assert.Equal("462487.58", outcome.Amount("postedAmount"));
        Assert.Equal("462487.58", outcome.Amount("fusionAmount"));
        Assert.Equal("0.00", outcome.Amount("unexplained"));
        Assert.Equal(0, outcome.Count("duplicatePostings"));
        Assert.Equal(0, outcome.Count("inFlightCount"));
        Assert.Equal(outcome.Count("recordsReceived"), outcome.Count("recordsAccounted"));
    }
}
