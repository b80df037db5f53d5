using System.Text.Json;
using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Commands;

public sealed class SimulateVerbTests
{
    [Fact]
    public async Task Histories_are_counted_with_their_violations_and_seconds()
    {
        var (code, output, talk) = await TheProgram.RunAsync("simulate", "--histories", "20", "--seed", "1", "--json");
        var result = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, ""), (code, talk));
        Assert.Equal(20, result.GetProperty("histories").GetInt32());
        Assert.Equal(0, result.GetProperty("violations").GetInt32());
        Assert.InRange(result.GetProperty("seconds").GetDouble(), double.Epsilon, double.MaxValue);
        Assert.InRange(result.GetProperty("coverage").GetProperty("updatedRow").GetInt64(), 20, long.MaxValue);
    }

    [Fact]
    public async Task A_broken_rule_fails_and_says_how_to_play_its_history_again()
    {
        const string mutant = "recompute-reversal-split";
        var (code, output, talk) = await TheProgram.RunAsync("simulate", "--histories", "2000", "--mutant", mutant, "--json");
        var failure = JsonDocument.Parse(output).RootElement.GetProperty("failures")[0];
        var (seed, events) = ($"{failure.GetProperty("seed")}", string.Join(',', failure.GetProperty("events").EnumerateArray()));
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains($"./syntra simulate --replay {seed} --events {events} --mutant {mutant}", talk, StringComparison.Ordinal);

        // What is printed is run as it is printed.
        var command = talk.Split('\n').First(l => l.Contains("again: ", StringComparison.Ordinal)).Split("./syntra ")[1].Trim();
        var (broken, again, _) = await TheProgram.RunAsync([.. command.Split(' '), "--json"]);
        Assert.Equal(ExitCodes.Failed, broken);
        Assert.Equal(
            failure.GetProperty("findings").ToString(),
            JsonDocument.Parse(again).RootElement.GetProperty("failures")[0].GetProperty("findings").ToString());
        Assert.Equal(ExitCodes.Done, (await TheProgram.RunAsync(command.Replace($" --mutant {mutant}", "", StringComparison.Ordinal).Split(' '))).ExitCode);
    }

    [Fact]
    public async Task An_unknown_mutant_is_refused_before_anything_is_played()
    {
        var (code, output, _) = await TheProgram.RunAsync("simulate", "--mutant", "none-such", "--json");
        Assert.NotEqual(ExitCodes.Done, code);
        Assert.DoesNotContain("violations\":", output, StringComparison.Ordinal);
    }
}
