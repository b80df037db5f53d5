using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Configuration;

/// <summary>The real program over a folder with one fault: what it says, where, and its exit code.</summary>
public sealed class LintTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-lint-").FullName;

    public LintTests()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workbook")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_sample_folder_has_no_fault()
    {
        Assert.Equal((0, ""), await LintAsync("workbook"));
        Assert.Equal((0, ""), await LintAsync("config"));
    }

    [Fact]
    public async Task Every_fault_of_the_folder_is_printed_on_a_line_of_its_own_with_file_line_and_cure()
    {
        int duplicate = Append("charge-codes.csv", "12070001,44020,1970-01-01,");
        int overlap = Append("departments.csv", "4101,3010,2020-01-01,");
        int segment = Append("facilities.csv", "589790,Lakeside Health US,Outreach BU,1O4,America/Chicago,1970-01-01,");
        int setting = Append("tenant.yaml", "pollIntervall: 5");
        int missing = DropColumn("process-flags.csv", "treatment");

        var (workbookCode, workbook) = await LintAsync("workbook");
        var (configCode, config) = await LintAsync("config");

        Assert.Equal((1, 1), (workbookCode, configCode));
        string[] expected =
        [
            $"charge-codes.csv:{duplicate}: Duplicate key: charge_code 12070001 from 1970-01-01 stands on line {LineOf("charge-codes.csv", "12070001,")} too. Remove one of the two rows.",
            $"departments.csv:{overlap}: Overlapping dates: department_code 4101 from 2020-01-01 overlaps line {LineOf("departments.csv", "4101,")}. End line {LineOf("departments.csv", "4101,")} with valid_to 2019-12-31, or let this row start later.",
            $"facilities.csv:{segment}: '1O4' is not a value of segment facility. Use exactly 3 digits, leading zeros included.",
            $"process-flags.csv:{missing}: Column treatment is missing. Add it; the header is flag,treatment,valid_from,valid_to.",
        ];
        Assert.Equal(expected, Lines(workbook));
        Assert.StartsWith($"tenant.yaml:{setting}: ", Lines(config)[0], StringComparison.Ordinal);
        Assert.Contains("pollIntervall", Lines(config)[0], StringComparison.Ordinal);
        Assert.Equal(expected, Lines(config)[1..]);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_a_fault()
    {
        File.Delete(Path.Combine(folder, "ledgers.csv"));
        File.Delete(Path.Combine(folder, "tenant.yaml"));

        var (code, output) = await LintAsync("config");

        Assert.Equal(1, code);
        Assert.Contains(Lines(output), line => line.StartsWith("ledgers.csv:0: The file is missing.", StringComparison.Ordinal));
        Assert.Contains(Lines(output), line => line.StartsWith("tenant.yaml:0: The file is missing.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_in_one_line_without_a_stack_trace()
    {
        var (code, output, talk) = await TheProgram.RunAsync("config", "lint", Path.Combine(folder, "nowhere"));

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"syntra: there is no folder {Path.Combine(folder, "nowhere")}.", talk.Trim());
    }

    private async Task<(int ExitCode, string Output)> LintAsync(string verb)
    {
        var (code, output, _) = await TheProgram.RunAsync(verb, "lint", folder);
        return (code, output);
    }

    private int Append(string file, string line)
    {
        string path = Path.Combine(folder, file);
        File.AppendAllText(path, line + "\n");
        return File.ReadAllLines(path).Length;
    }

    private int DropColumn(string file, string column)
    {
        string path = Path.Combine(folder, file);
        string[] lines = File.ReadAllLines(path);
        int header = Array.FindIndex(lines, line => line.Split(',').Contains(column));
        int index = Array.IndexOf(lines[header].Split(','), column);
        File.WriteAllLines(path, lines.Select(line => line.StartsWith('#') ? line : string.Join(',', line.Split(',').Where((_, i) => i != index))));
        return header + 1;
    }

    private int LineOf(string file, string start) => Array.FindIndex(File.ReadAllLines(Path.Combine(folder, file)), line => line.StartsWith(start, StringComparison.Ordinal)) + 1;

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
