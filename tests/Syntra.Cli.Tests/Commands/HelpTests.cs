using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help", "syntra [command] [options]")]
    [InlineData("audit show --help", "syntra audit show [options]")]
    [InlineData("review ls -h", "syntra review ls [options]")]
    public async Task Help_calls_the_program_what_people_type(string arguments, string usage)
    {
        var (code, output, _) = await TheProgram.RunAsync(arguments.Split(' '));
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains(usage, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Syntra.Cli", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys shred", "syntra: Option '--tenant' is required. See: syntra keys shred --help")]
    [InlineData("audit show --kind nothing", "not 'nothing'. See: syntra audit show --help")]
    [InlineData("run --tenant /nowhere/at-all --bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1 --state .", "syntra: there is no folder /nowhere/at-all.")]
    [InlineData("workbook diff /nowhere/at-all .", "syntra: there is no folder /nowhere/at-all.")]
    public async Task A_mistake_is_one_line_on_stderr_that_says_what_to_do(string arguments, string line)
    {
        var (code, output, talk) = await TheProgram.RunAsync(arguments.Split(' '));
        Assert.Equal((ExitCodes.Failed, ""), (code, output));
        Assert.EndsWith(line + "\n", talk.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Single(talk.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_variable_that_cannot_be_used_is_named_before_anything_starts_and_its_value_is_not_repeated()
    {
        var state = Directory.CreateTempSubdirectory("syntra-run-");
        try
        {
            var (code, output, talk) = await TheProgram.RunWithAsync(
                [("SYNTRA_MILLENNIUM", "Password=canary;nonsense")], "run", "--tenant", RepositoryFiles.Workbook, "--bootstrap", "127.0.0.1:1", "--registry", "http://127.0.0.1:1", "--state", state.FullName);
            Assert.Equal((ExitCodes.Failed, ""), (code, output));
            Assert.StartsWith("syntra: SYNTRA_MILLENNIUM is no connection string", talk, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", talk, StringComparison.Ordinal);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }
}
