using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Register;

/// <summary>A tenant's folder with the samples, its officer's key, and a state folder; started through the real program.</summary>
internal sealed class TenantUnderTest : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("syntra-phi-");

    public TenantUnderTest()
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workbook")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }
    }

    public string Folder => Path.Combine(_root.FullName, "tenant");

    public string Register => Path.Combine(Folder, "phi-register.yaml");

    public string Signature => Register + ".sig";

    public string State => Path.Combine(_root.FullName, "state");

    public string Key => Path.Combine(_root.FullName, "officer.pem");

    public void Dispose() => _root.Delete(recursive: true);

    public void Edit(string file, string old, string next)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, next, StringComparison.Ordinal));
    }

    /// <summary>Signs as the officer whom the tenant trusts, with a key made for it the first time.</summary>
    public async Task SignAsync()
    {
        string[] make = File.Exists(Key) ? [] : ["--new-key"];
        var (code, output, talk) = await TheProgram.RunAsync(["phi", "sign", Folder, "--officer", "Officer of tests", "--key", Key, .. make]);
        Assert.True(code == 0, output + talk);
        File.Copy(Key + ".pub", Path.Combine(Folder, "privacy-officer.pub.pem"), overwrite: true);
    }

    /// <summary>Starts the charge flow against a cluster that is not there: what is refused before never asks for it.</summary>
    public async Task<(int ExitCode, string Line)> StartAsync()
    {
        var (code, output, talk) = await TheProgram.RunAsync(
            "run", "--tenant", Folder, "--bootstrap", "127.0.0.1:1", "--registry", "http://127.0.0.1:1", "--state", State);
        Assert.Equal("", output);
        Assert.DoesNotContain("   at ", talk, StringComparison.Ordinal);
        return (code, talk.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }
}
