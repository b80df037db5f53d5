using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion;

namespace Syntra.EndToEnd.Tests;

/// <summary>A machine may lose power at any moment; the ledger must not be able to tell.</summary>
public sealed class KillTests
{
    private const int Kills = 10;

    [Fact]
    public async Task Ten_kills_at_drawn_moments_leave_the_ledger_of_an_undisturbed_run_line_by_line()
    {
        using var folder = new TemporaryFolder();
        string[] calm = ["--charges", "300", "--dir", folder.Sub("calm")];
        string[] shaken = ["--charges", "300", "--dir", folder.Sub("shaken")];

        var undisturbed = await DemoProcess.RunAsync(calm);
        // The lines name charges by tokens: two runs can only be compared under the same keys.
        CopyKeys(folder.Sub("calm"), folder.Sub("shaken"));
        await KillRepeatedlyAsync(shaken, Log(folder.Sub("shaken")), TemporaryFolder.Size(Log(folder.Sub("calm"))), new Random(20251122));
        var disturbed = await DemoProcess.RunAsync(shaken);

        Assert.Equal(0, undisturbed.ExitCode);
        Assert.Equal(0, disturbed.ExitCode);
        Assert.Equal(await LedgerAsync(folder.Sub("calm")), await LedgerAsync(folder.Sub("shaken")));
        foreach (string amount in (string[])["sourceAmount", "postedAmount", "fusionAmount", "parkedAmount", "deadLetterAmount", "unexplained"])
        {
            Assert.Equal(undisturbed.Amount(amount), disturbed.Amount(amount));
        }
        foreach (string count in (string[])["sourceCount", "postedCount", "parkedCount", "deadLetterCount", "inFlightCount", "duplicatePostings"])
        {
            Assert.Equal(undisturbed.Count(count), disturbed.Count(count));
        }
        Assert.Equal(disturbed.Count("recordsReceived"), disturbed.Count("recordsAccounted"));
    }

    private static void CopyKeys(string from, string to)
    {
        string keys = Path.Combine(to, "tenant", "keys");
        Directory.CreateDirectory(keys);
        foreach (string name in (string[])["key-file.json", "wrapped-keys.db"])
        {
            File.Copy(Path.Combine(from, "tenant", "keys", name), Path.Combine(keys, name));
        }
    }

    private static string Log(string state) => Path.Combine(state, "kafka");

    // Moments are counted in what the broker has written, so that they fall on the same parts of a run on any machine. A run that ends
    // before its kill is followed by one that saves every charge again, which may not move the ledger either.
    private static async Task KillRepeatedlyAsync(string[] arguments, string log, long wholeRun, Random random)
    {
        int killed = 0;
        while (killed < Kills)
        {
            using var demo = DemoProcess.Start(arguments);
            killed += await demo.KillAfterWritingAsync(log, random.NextInt64(wholeRun / 8)) ? 1 : 0;
        }
    }

    /// <summary>Every line of the sandbox's ledger in a stable order, without the ids that depend on how lines were grouped into files.</summary>
    private static async Task<string> LedgerAsync(string state)
    {
        await using var sandbox = await FusionSandbox.StartAsync(new FusionSandboxOptions { DatabaseFile = Path.Combine(state, "fusion.db") });
        using var http = new HttpClient { BaseAddress = sandbox.BaseUrl };
        var lines = await http.GetFromJsonAsync<JsonArray>("/sandbox/ledger-lines?stable=true");
        Assert.NotEmpty(lines!);
        return string.Join('\n', lines!.Select(line => line!.ToJsonString()));
    }
}
