using Syntra.Sandbox.Fusion;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Bench.Sandbox;

/// <summary>The sandbox as `syntra sandbox fusion --no-waits` runs it, without a tenant: until standard input ends.</summary>
internal static class SandboxHost
{
    internal static async Task RunAsync(string directory)
    {
        var options = new FusionSandboxOptions
        {
            DatabaseFile = Path.Combine(directory, "fusion.db"),
            Latencies = FusionLatencies.None,
            Objects = new FusionObjectSetup { HireUnknownWorkersOn = new DateOnly(2000, 1, 1) },
            Clients = [new FusionClient(PodCalls.Client, PodCalls.Secret)],
        };
        var pod = await FusionSandbox.StartAsync(options).ConfigureAwait(false);
        await using (pod.ConfigureAwait(false))
        {
            Console.WriteLine(pod.BaseUrl);
            await Console.In.ReadToEndAsync().ConfigureAwait(false);
        }
    }
}
