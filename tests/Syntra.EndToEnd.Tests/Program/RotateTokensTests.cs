using System.Text;
using Syntra.Contracts;

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>A new token key: the same books under other names, however often and wherever the command is killed.</summary>
public sealed class RotateTokensTests(FinishedDay day)
{
    private const string NewChangelog = "lakeside-charges-t2-posted-changelog";

    private static string[] Ledger(string state) =>
        [.. StoppedState.Query(System.IO.Path.Combine(state, "fusion.db"), "SELECT account || '|' || effective_date || '|' || coalesce(entered_dr, '') || '|' || coalesce(entered_cr, '') || '|' || reference_1 FROM gl_je_lines ORDER BY 1")];

    [Fact]
    public async Task A_rotation_moves_every_table_and_the_next_run_posts_nothing_again()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        var before = await day.CopyToAsync(state);
        string[] ledger = Ledger(state);
        var (id, person) = (First(state, "CHARGE_ITEM_ID"), First(state, "PERSON_ID"));

        var rehearsed = await RunAsync("keys", "rotate-tokens", "--dir", state, "--rehearse");
        Assert.True(rehearsed.ExitCode == 0, rehearsed.Talk);
        Assert.Contains("nothing was changed", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("under version 1", (await RunAsync("keys", "status", "--dir", state)).Output, StringComparison.Ordinal);
        string oldToken = await TokenAsync(state, id);

        var rotated = await RunAsync("keys", "rotate-tokens", "--dir", state);
        Assert.True(rotated.ExitCode == 0, rotated.Talk);
        Assert.Equal(Counts(rehearsed.Output), Counts(rotated.Output));
        string newToken = await TokenAsync(state, id);
        Assert.StartsWith("t1", oldToken, StringComparison.Ordinal);
        Assert.StartsWith("t2", newToken, StringComparison.Ordinal);

        var after = await DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);
        AssertSameBooks(before, after);
        Assert.Equal(ledger, Ledger(state));
        await AssertOnlyNewTokensAsync(state, newToken);

        // Both windows: a request by the id finds the accesses under both keys, and one by the old token those under the new.
        var byId = await RunAsync("audit", "accounting", "--dir", state, "--id", person, "--who", "anna", "--why", "PATRQT", "--ticket", "T-1", "--all", "--json");
        Assert.Contains("\"actor\":\"token-rotation\"", byId.Output, StringComparison.Ordinal);
        Assert.Contains("\"actor\":\"intake\"", byId.Output, StringComparison.Ordinal);
        var chain = await RunAsync("audit", "show", "--dir", state, "--kind", "KeyRotated");
        Assert.Contains("tables-moved", chain.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("audit", "verify", "--dir", state)).ExitCode);

        var closed = await RunAsync("keys", "close-token-window", "--dir", state);
        Assert.True(closed.ExitCode == 0, closed.Talk);
        Assert.Equal(1, (await RunAsync("keys", "close-token-window", "--dir", state)).ExitCode);
    }

    [Fact]
    public async Task Killed_at_one_step_after_the_other_it_is_finished_by_running_it_again()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        var before = await day.CopyToAsync(state);
        string[] ledger = Ledger(state);

        bool killed = true;
        foreach (string step in (string[])["begun", "key made", "copied", "carried", "switched"])
        {
            killed = await KillAtAsync(step, "keys", "rotate-tokens", "--dir", state);
            if (killed)
            {
                var (exit, _, talk) = await RunAsync(["demo", "--json", "--dir", state, .. FinishedDay.Arguments]);
                Assert.True(exit == 1 && talk.Contains("rotate-tokens again", StringComparison.Ordinal), step + ": " + talk);
            }
            else
            {
                // From the copy on it can be done before the kill arrives.
                Assert.False(step is "begun" or "key made", $"'{step}' was the end of it");
                break;
            }
        }
        if (killed)
        {
            var again = await RunAsync("keys", "rotate-tokens", "--dir", state);
            Assert.True(again.ExitCode == 0, again.Talk);
        }
        var after = await DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);

        AssertSameBooks(before, after);
        Assert.Equal(ledger, Ledger(state));
        Assert.Contains("under version 2", (await RunAsync("keys", "status", "--dir", state)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_charges_are_under_way_it_is_refused_and_they_go_on_under_their_tokens()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        using (var demo = DemoProcess.Start([.. FinishedDay.Arguments, "--dir", state]))
        {
            await demo.UntilInFlightAsync();
            await demo.KillAsync();
        }

        var refused = await RunAsync("keys", "rotate-tokens", "--dir", state);
        Assert.True(refused.ExitCode == 1 && refused.Talk.Contains("Let the instance run", StringComparison.Ordinal), refused.Talk + refused.Output);

        var after = await DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);
        Assert.True(after.ExitCode == 0, after.Talk);
        Assert.Contains("under version 1", (await RunAsync("keys", "status", "--dir", state)).Output, StringComparison.Ordinal);
    }

    private static void AssertSameBooks(DemoOutcome before, DemoOutcome after)
    {
        Assert.True(after.ExitCode == 0, after.Output + after.Talk);
        foreach (string name in (string[])["postedCount", "parkedCount", "deadLetterCount", "duplicatePostings"])
        {
            Assert.Equal(before.Count(name), after.Count(name));
        }
        Assert.Equal(before.Amount("postedAmount"), after.Amount("postedAmount"));
        Assert.Equal(before.Amount("fusionAmount"), after.Amount("fusionAmount"));
        Assert.Equal("0.00", after.Amount("unexplained"));
        Assert.Equal(after.Count("recordsReceived"), after.Count("recordsAccounted"));
    }

    private static async Task AssertOnlyNewTokensAsync(string state, string newToken)
    {
        await using var stopped = await StoppedState.OpenAsync(state);
        var rows = stopped.Opened<PostedCharge>(NewChangelog, LogicalTopics.PostedCharge);
        Assert.Contains(rows, r => r.RecordId == newToken);
        Assert.All(rows, r => Assert.DoesNotMatch("(?<![a-z0-9])t1[a-z2-7]{26}", r.RecordId + "," + r.Missing + "," + r.EncounterFacts + "," + string.Join(',', r.Indexed)));
        var parked = stopped.Messages("lakeside.parked").GroupBy(m => m.Key).Select(g => g.Last()).Where(m => m.Value is not null).ToList();
        Assert.NotEmpty(parked);
        Assert.All(parked, m => Assert.StartsWith("t2", m.Key, StringComparison.Ordinal));
    }

    private static async Task<string> TokenAsync(string state, string id)
    {
        await using var stopped = await StoppedState.OpenAsync(state);
        return stopped.Charge(id);
    }

    private static string First(string state, string column) =>
        StoppedState.Query(System.IO.Path.Combine(state, "millennium.db"), $"SELECT {column} FROM CHARGE WHERE {column} > 0 AND PERSON_ID > 0 AND PROCESS_FLG = 999 LIMIT 1") is [var value]
            ? value : StoppedState.Query(System.IO.Path.Combine(state, "millennium.db"), $"SELECT {column} FROM CHARGE WHERE {column} > 0 LIMIT 1")[0];

    private static string Counts(string output) =>
        string.Join('\n', output.Split('\n').Where(l => l.Contains(" rows of ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ') is [var n, _, _, var store, ..] ? n + store : l));

    private static Task<(int ExitCode, string Output, string Talk)> RunAsync(params IEnumerable<string> arguments) => SyntraProcess.RunAsync(arguments);

    /// <summary>Kills the process as soon as it says the line; false where it ended before the signal reached it.</summary>
    private static async Task<bool> KillAtAsync(string line, params IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var process = SyntraProcess.Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var talk = new StringBuilder();
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } said)
        {
            talk.AppendLine(said);
            if (said == line)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode != 0;
            }
        }
        await process.WaitForExitAsync(limit.Token);
        Assert.Fail($"it never said '{line}' but:\n{talk}{await output}");
        return false;
    }
}
