namespace Syntra.EndToEnd.Tests.Program;

/// <summary>The evidence of a real run, looked at and tampered with from outside, judged by the program's exit code.</summary>
public sealed class AuditVerbTests(FinishedDay day)
{
    [Fact]
    public async Task The_chain_of_a_whole_run_is_anchored_and_what_is_done_to_it_shows_in_the_exit_code()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string chain = Assert.Single(Directory.EnumerateFiles(System.IO.Path.Combine(state, "audit", "lakeside"), "*.log"));
        byte[] whole = await File.ReadAllBytesAsync(chain);

        Assert.Equal(0, (await RunAsync("audit", "verify", "--dir", state)).ExitCode);

        await File.WriteAllBytesAsync(chain, whole[..(whole.Length / 2)]);
        Assert.Equal(11, (await RunAsync("audit", "verify", "--dir", state)).ExitCode);

        byte[] edited = [.. whole];
        edited[whole.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(chain, edited);
        Assert.Contains((await RunAsync("audit", "verify", "--dir", state)).ExitCode, (int[])[11, 12]);

        File.Delete(chain);
        Assert.Equal(11, (await RunAsync("audit", "verify", "--dir", state)).ExitCode);

        await File.WriteAllBytesAsync(chain, whole);
        string newest = Directory.EnumerateFiles(System.IO.Path.Combine(state, "checkpoints", "lakeside")).Order(StringComparer.Ordinal).Last();
        File.Delete(newest);
        Assert.Equal(10, (await RunAsync("audit", "verify", "--dir", state)).ExitCode);
    }

    [Fact]
    public async Task A_demo_refuses_to_go_on_over_a_chain_that_was_cut()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string chain = Assert.Single(Directory.EnumerateFiles(System.IO.Path.Combine(state, "audit", "lakeside"), "*.log"));
        byte[] whole = await File.ReadAllBytesAsync(chain);
        await File.WriteAllBytesAsync(chain, whole[..(whole.Length / 2)]);

        var (exit, _, talk) = await RunAsync(["demo", "--json", "--dir", state, .. FinishedDay.Arguments]);

        Assert.Equal(1, exit);
        Assert.Contains("syntra audit verify", talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accounting_by_id_asks_for_a_reason_and_both_ways_are_in_the_audit()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string person = StoppedState.Query(System.IO.Path.Combine(state, "millennium.db"), "SELECT PERSON_ID FROM CHARGE WHERE PERSON_ID > 0 LIMIT 1")[0];

        Assert.Equal(1, (await RunAsync("audit", "accounting", "--dir", state, "--id", person)).ExitCode);
        var answered = await RunAsync("audit", "accounting", "--dir", state, "--id", person, "--who", "anna", "--why", "PATRQT", "--ticket", "T-1", "--all", "--json");
        var shown = await RunAsync("audit", "show", "--dir", state, "--kind", "Reidentified");

        Assert.Equal(0, answered.ExitCode);
        Assert.Contains("\"actor\":\"intake\"", answered.Output, StringComparison.Ordinal);
        string[] events = shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("not-justified", events[0], StringComparison.Ordinal);
        Assert.Contains("T-1", events[1], StringComparison.Ordinal);
        Assert.DoesNotContain(person, answered.Output + shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_rotated_and_destroyed_after_a_rehearsal_that_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        byte[] before = await File.ReadAllBytesAsync(System.IO.Path.Combine(state, "tenant", "keys", "key-file.json"));

        Assert.Equal(0, (await RunAsync("keys", "rotate-kek", "--dir", state, "--rehearse")).ExitCode);
        Assert.Equal(0, (await RunAsync("keys", "shred", "--dir", state, "--tenant", "lakeside", "--rehearse")).ExitCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(System.IO.Path.Combine(state, "tenant", "keys", "key-file.json")));

        Assert.Contains("local:lakeside/2", (await RunAsync("keys", "rotate-kek", "--dir", state)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("keys", "shred", "--dir", state, "--tenant", "another")).ExitCode);
        Assert.Contains("none of the", (await RunAsync("keys", "shred", "--dir", state, "--tenant", "lakeside")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("keys", "status", "--dir", state)).ExitCode);
        Assert.Equal(0, (await RunAsync("audit", "verify", "--dir", state)).ExitCode);
    }

    private static Task<(int ExitCode, string Output, string Talk)> RunAsync(params IEnumerable<string> arguments) => SyntraProcess.RunAsync(arguments);
}
