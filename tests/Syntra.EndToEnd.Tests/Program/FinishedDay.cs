using Syntra.EndToEnd.Tests.Program;

[assembly: AssemblyFixture(typeof(FinishedDay))]

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>The state that one whole run of the demo left behind. Made once; every test goes on from a copy of its own.</summary>
public sealed class FinishedDay : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task<DemoOutcome>> run;

    public FinishedDay() => run = new(() => DemoProcess.RunAsync([.. Arguments, "--dir", Original]));

    /// <summary>What every run on this state has to be started with.</summary>
    internal static IReadOnlyList<string> Arguments { get; } = ["--charges", "60"];

    private string Original => folder.Sub("original");

    /// <summary>How the run ended.</summary>
    internal Task<DemoOutcome> OutcomeAsync() => run.Value;

    /// <summary>Copies the state to <paramref name="target"/>, as a backup of a stopped system would.</summary>
    internal async Task<DemoOutcome> CopyToAsync(string target)
    {
        var outcome = await run.Value;
        foreach (string file in Directory.EnumerateFiles(Original, "*", SearchOption.AllDirectories))
        {
            string copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(Original, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return outcome;
    }

    public void Dispose() => folder.Dispose();
}
