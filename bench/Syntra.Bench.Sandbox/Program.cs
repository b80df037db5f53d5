using System.Globalization;
using Syntra.Bench.Sandbox;

// CPU of the Fusion sandbox per thousand calls of each kind that the real-time tier sends it: [--calls N] [--rounds R].
// With --serve DIRECTORY it is the sandbox, a process of its own, whose CPU is read from outside.
int Number(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

if (args is ["--serve", var directory])
{
    await SandboxHost.RunAsync(directory).ConfigureAwait(false);
    return;
}

var folder = Directory.CreateTempSubdirectory("syntra-bench-sandbox-").FullName;
try
{
    using var sandbox = await SandboxProcess.StartAsync(folder).ConfigureAwait(false);
    using var calls = new PodCalls(sandbox.Pod);
    await SandboxBench.RunAsync(sandbox, calls, Number("--calls", 10_000), Number("--rounds", 1)).ConfigureAwait(false);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
