using Syntra.Cli.Configuration;
using Syntra.Cli.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Tests.Workbooks;

/// <summary>Finance signs what the tables say, and a start trusts nobody else.</summary>
public sealed class WorkbookSignVerbTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("syntra-workbook-");

    private string Folder => Path.Combine(root.FullName, "workbook");

    private string Key => Path.Combine(root.FullName, "finance.pem");

    private static readonly WorkbookConfiguration Trust = new() { Signers = ["finance.pub.pem"] };

    public WorkbookSignVerbTests()
    {
        Directory.CreateDirectory(Folder);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workbook"), "*.csv"))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }
    }

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task A_signed_workbook_is_taken_an_altered_one_an_expired_one_and_a_strangers_are_not()
    {
        await SignAsync("--new-key");
        File.Copy(Key + ".pub", Path.Combine(Folder, "finance.pub.pem"));

        Assert.Null(Refusal(Trust));
        Assert.Contains("expired", Refusal(new WorkbookConfiguration { Signers = Trust.Signers, SignatureLife = TimeSpan.FromTicks(1) }), StringComparison.Ordinal);

        await File.AppendAllTextAsync(Path.Combine(Folder, "charge-codes.csv"), "77777777,41200,2030-01-01,\n");
        Assert.Contains("changed after it was signed", Refusal(Trust), StringComparison.Ordinal);

        File.Delete(Key);
        await SignAsync("--new-key");
        Assert.Contains("none of those that finance signs with", Refusal(Trust), StringComparison.Ordinal);

        File.Delete(Path.Combine(Folder, WorkbookSignature.FileName));
        Assert.Contains("not signed", Refusal(Trust), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_with_a_fault_is_not_signed()
    {
        await File.AppendAllTextAsync(Path.Combine(Folder, "charge-codes.csv"), "77777777,4120,2030-01-01,\n");

        var (code, output, talk) = await TheProgram.RunAsync("workbook", "sign", Folder, "--signer", "Finance of tests", "--key", Key, "--new-key");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("charge-codes.csv:", talk, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder, WorkbookSignature.FileName)));
    }

    [Fact]
    public async Task A_difference_has_an_exit_code_of_its_own_and_is_JSON_where_asked()
    {
        string sample = Path.Combine(AppContext.BaseDirectory, "workbook");
        Assert.Equal(0, (await TheProgram.RunAsync("workbook", "diff", sample, Folder)).ExitCode);
        await File.AppendAllTextAsync(Path.Combine(Folder, "charge-codes.csv"), "77777777,41200,2030-01-01,\n");

        var (code, output, _) = await TheProgram.RunAsync("workbook", "diff", sample, Folder, "--json");

        Assert.Equal(3, code);
        Assert.Contains("\"change\":\"ADDED\",\"from\":\"2030-01-01\"", output, StringComparison.Ordinal);
    }

    private async Task SignAsync(params string[] more)
    {
        var (code, output, talk) = await TheProgram.RunAsync(["workbook", "sign", Folder, "--signer", "Finance of tests", "--key", Key, .. more]);
        Assert.True(code == 0, output + talk);
    }

    private string? Refusal(WorkbookConfiguration trust) => WorkbookTrust.Refusal(Folder, trust, TenantFolder.CompileWorkbook(Folder));
}
