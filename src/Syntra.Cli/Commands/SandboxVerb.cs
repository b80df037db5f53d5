using System.CommandLine;
using Syntra.Cli.Configuration;
using Syntra.Cli.Demo;
using Syntra.Cli.Sandboxes;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Sandbox.Fusion;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Cli.Commands;

/// <summary>`syntra sandbox`: the simulated Fusion pod by itself, for trying things out against it.</summary>
internal static class SandboxVerb
{
    /// <summary>Environment variable with the secret of client syntra-streams.</summary>
    internal const string SecretVariable = "SYNTRA_FUSION_SECRET";

    internal static Command Create()
    {
        var directory = new Option<string>("--dir") { Description = "Where the pod keeps its ledger", Required = true };
        var tenant = new Option<string>("--tenant") { Description = "The tenant's folder that the pod is set up to match", Required = true };
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one" }.Within(0, 65535);
        var noWaits = new Option<bool>("--no-waits") { Description = "Answer as fast as the machine allows, as no real pod does" };
        var fusion = new Command("fusion", $"Run the Fusion sandbox; the secret of client {SandboxFusion.ClientId} comes from {SecretVariable}") { directory, tenant, port, noWaits };
        fusion.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(directory)!, parsed.GetValue(tenant)!, parsed.GetValue(port), parsed.GetValue(noWaits), cancellation));
        return new Command("sandbox", "Simulated systems") { fusion };
    }

    private static async Task<int> RunAsync(string directory, string tenant, int port, bool noWaits, CancellationToken cancellation)
    {
        string secret = Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } given
            ? given
            : throw new CommandException($"set {SecretVariable} to the secret that clients must show");
        Directory.CreateDirectory(directory);
        var workbook = TenantFolder.Load(tenant).Workbook;
        var catalogue = await HospitalDayAsync(directory, cancellation).ConfigureAwait(false);
        var options = SandboxFusion.Options(Path.Combine(directory, "fusion.db"), workbook, catalogue, secret) with
        {
            Port = port,
            Latencies = noWaits ? FusionLatencies.None : new FusionLatencies(),
        };
        await using var pod = await FusionSandbox.StartAsync(options, cancellation).ConfigureAwait(false);
        Console.Out.WriteLine($"fusion {pod.BaseUrl}");
        await Shutdown.WaitAsync(cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    // The calendar covers the seeded day; its plan is all that is needed, no row is written.
    private static async Task<FeedCatalogue> HospitalDayAsync(string directory, CancellationToken cancellation)
    {
        var cerner = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = Path.Combine(directory, "calendar.db") }, cancellation).ConfigureAwait(false);
        await using (cerner.ConfigureAwait(false))
        {
            return (await HospitalDayFeeder.OpenAsync(cerner, new HospitalDayOptions(), cancellation).ConfigureAwait(false)).Catalogue;
        }
    }
}
