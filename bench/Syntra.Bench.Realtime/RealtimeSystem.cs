using System.Security.Cryptography;
using Syntra.Bench.Processes;
using Syntra.Cli.Commands;
using Syntra.Cli.Demo;
using Syntra.Cli.Register;
using Syntra.Cli.Sandboxes;

namespace Syntra.Bench.Realtime;

/// <summary>Broker, sandbox and runtime as processes of their own, so that the runtime can be killed and each one's CPU be told.</summary>
internal sealed class RealtimeSystem : IDisposable
{
    private readonly string directory;
    private readonly Dictionary<string, string> environment;
    private readonly RealtimeSetup setup;
    private int hookPort;
    private readonly Lock ending = new();
    private ChildProgram broker = null!;
    private ChildProgram sandbox = null!;
    private ChildProgram? runtime;

    private RealtimeSystem(string directory, RealtimeSetup setup)
    {
        (this.directory, this.setup) = (directory, setup);
        Secret = RandomNumberGenerator.GetBytes(32);
        environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SandboxVerb.SecretVariable] = RandomNumberGenerator.GetHexString(32), ["SYNTRA_FUSION_CLIENT"] = SandboxFusion.ClientId,
            ["SYNTRA_BENCH_HOOKS"] = "whsec_" + Convert.ToBase64String(Secret), ["XDG_STATE_HOME"] = Path.Combine(directory, "home"),
        };
        foreach (var (name, value) in setup.Environment)
        {
            environment[name] = value;
        }
    }

    /// <summary>Key of the webhooks' signatures.</summary>
    internal byte[] Secret { get; }

    internal string BootstrapServers { get; private set; } = "";

    internal Uri Registry { get; private set; } = null!;

    internal Uri Pod { get; private set; } = null!;

    /// <summary>The runtime's state folder, where its status lies.</summary>
    internal string State => Path.Combine(directory, "state");

    /// <summary>Where the bench sends to.</summary>
    internal Uri Hooks => HooksOf("bench");

    /// <summary>Where a sender of subscriptions.yaml sends to.</summary>
    internal Uri HooksOf(string sender) => new($"http://127.0.0.1:{hookPort}/hooks/lakeside/{sender}");

    internal static async Task<RealtimeSystem> StartAsync(string directory, CancellationToken cancellation, RealtimeSetup? setup = null)
    {
        var system = new RealtimeSystem(directory, setup ?? new RealtimeSetup());
        try
        {
            string tenant = system.Tenant();
            var (broker, kafka) = await ChildProgram.StartAsync(
                ["broker", "--dir", Path.Combine(directory, "kafka"), "--port", "0", "--registry-port", "0"], system.environment, ["bootstrap", "registry"], cancellation).ConfigureAwait(false);
            (system.broker, system.BootstrapServers, system.Registry) = (broker, kafka["bootstrap"], new Uri(kafka["registry"]));
            var (sandbox, pod) = await ChildProgram.StartAsync(
                ["sandbox", "fusion", "--dir", Path.Combine(directory, "pod"), "--tenant", tenant, "--no-waits"], system.environment, ["fusion"], cancellation).ConfigureAwait(false);
            (system.sandbox, system.Pod) = (sandbox, new Uri(pod["fusion"]));
            system.environment["SYNTRA_FUSION_URL"] = pod["fusion"];
            await system.StartRuntimeAsync(cancellation).ConfigureAwait(false);
            return system;
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    /// <summary>Starts the runtime; returns when it receives. The first life takes any port, the later ones the same.</summary>
    internal async Task StartRuntimeAsync(CancellationToken cancellation)
    {
        (runtime, var said) = await ChildProgram.StartAsync(
            [
                setup.Verb, "--tenant", Tenant(), "--bootstrap", BootstrapServers, "--registry", Registry.ToString(), "--state", State,
                "--port", hookPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ],
            environment, ["hooks"], cancellation).ConfigureAwait(false);
        hookPort = Uri.TryCreate(said["hooks"], UriKind.Absolute, out var hooks) ? hooks.Port : hookPort;
    }

    /// <summary>Kills the runtime as kill -9 does.</summary>
    internal void KillRuntime()
    {
        lock (ending)
        {
            runtime?.Dispose();
            runtime = null;
        }
    }

    /// <summary>Fails where a part of the system has ended by itself: what is waited for would never come.</summary>
    internal void ThrowIfEnded()
    {
        lock (ending)
        {
            runtime?.ThrowIfEnded();
            broker.ThrowIfEnded();
            sandbox.ThrowIfEnded();
        }
    }

    /// <summary>CPU seconds of each process so far.</summary>
    internal IReadOnlyDictionary<string, double> Cpu() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["runtime"] = runtime?.CpuSeconds ?? 0, ["broker"] = broker.CpuSeconds, ["sandbox"] = sandbox.CpuSeconds, ["load"] = Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 1),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        runtime?.Dispose();
        sandbox?.Dispose();
        broker?.Dispose();
    }

    // The sample tenant with a sender of its own, its register signed by a key made here.
    private string Tenant()
    {
        string folder = Path.Combine(directory, "tenant");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            string samples = Path.Combine(AppContext.BaseDirectory, "workbook");
            foreach (string file in Directory.EnumerateFiles(samples))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            SampleRegister.Sign(samples, folder, Path.Combine(directory, "sample-privacy-officer.pem"), TimeProvider.System, static _ => { });
            File.WriteAllText(Path.Combine(folder, "subscriptions.yaml"), """
                senders:
                  - name: bench
                    contract: fhir
                    verify:
                      - scheme: standard-webhooks
                        secrets:
                          - env: SYNTRA_BENCH_HOOKS

                """);
            setup.Prepare(folder);
        }

        return folder;
    }
}
