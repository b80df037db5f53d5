using System.Text.Json;
using System.Text.RegularExpressions;

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>`--json` is a contract with scripts: one object on stdout, nothing else, and an exit code.</summary>
public sealed partial class JsonOutputTests(FinishedDay day)
{
    private static readonly string[] Counts =
        ["sourceCount", "postedCount", "zeroDeltaCount", "parkedCount", "deadLetterCount", "inFlightCount", "duplicatePostings", "journalBatches"];

    private static readonly string[] Amounts = ["sourceAmount", "postedAmount", "fusionAmount", "unexplained"];

    [Fact]
    public async Task Stdout_holds_one_JSON_object_with_counts_as_numbers_and_amounts_as_strings()
    {
        var outcome = await day.OutcomeAsync();

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(1, outcome.Output.Count(c => c == '\n'));
        Assert.Equal(JsonValueKind.Object, outcome.Result.ValueKind);
        Assert.All(Counts, name => Assert.True(outcome.Result.GetProperty(name).TryGetInt64(out _), name));
        Assert.All(Amounts, name => Assert.Matches(TwoDecimals(), outcome.Amount(name)));
        Assert.True(outcome.Result.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        using var first = DemoProcess.Start([.. FinishedDay.Arguments, "--dir", state]);
        await first.UntilSaidAsync("Kafka broker");

        using var second = DemoProcess.Start([.. FinishedDay.Arguments, "--dir", state]);
        var refused = await second.EndAsync(expectJson: false);

        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(refused.Output);
        string line = Assert.Single(refused.Talk.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("syntra: ", line, StringComparison.Ordinal);
        Assert.Contains(state, line, StringComparison.Ordinal);
        Assert.Contains("in use by another syntra process", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_with_a_fault_stops_the_demo_with_file_line_and_cure()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string table = System.IO.Path.Combine(state, "tenant", "departments.csv");
        int lines = (await File.ReadAllLinesAsync(table)).Length;
        await File.AppendAllTextAsync(table, "4101,30,2030-01-01,\n");

        using var demo = DemoProcess.Start([.. FinishedDay.Arguments, "--dir", state]);
        var refused = await demo.EndAsync(expectJson: false);

        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.Contains($"departments.csv:{lines + 1}: ", refused.Talk, StringComparison.Ordinal);
        Assert.Contains("4 digits", refused.Talk, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^-?\d+\.\d\d$", RegexOptions.None, 1000)]
    private static partial Regex TwoDecimals();
}
