using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Demo;

/// <summary>A demo that cannot start says why in one line, without a stack trace, and leaves stdout empty.</summary>
public sealed class DemoVerbTests
{
    [Fact]
    public Task Data_that_is_not_there_is_named() => AssertRefusedAsync("nowhere-at-all", "--data", "nowhere-at-all");

    [Fact]
    public async Task A_state_folder_that_cannot_be_made_is_named()
    {
        string file = Path.GetTempFileName();
        try
        {
            await AssertRefusedAsync(file, "--dir", Path.Combine(file, "state"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_day_without_charges_is_refused()
    {
        var (code, output, talk) = await TheProgram.RunAsync("demo", "--json", "--charges", "0");

        Assert.Equal(1, code);
        Assert.DoesNotContain("{", output, StringComparison.Ordinal);
        Assert.Contains("--charges takes a whole number from 1", talk, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(string named, params IEnumerable<string> arguments)
    {
        var (code, output, talk) = await TheProgram.RunAsync(["demo", "--json", .. arguments]);

        Assert.Equal((1, ""), (code, output));
        string last = talk.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("syntra: ", last, StringComparison.Ordinal);
        Assert.Contains(named, last, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", talk, StringComparison.Ordinal);
    }
}
