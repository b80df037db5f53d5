using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Cli.Realtime;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Cli.Sandboxes;
using Syntra.Contracts;
using Syntra.EndToEnd.Tests.InProcess;
using Syntra.Governance.Register.Signing;
using Syntra.Kafka.Embedded;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Sandbox.Cerner.Fhir;
using Syntra.Sandbox.Fusion;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>The real-time tier of a tenant whose signed register lets customers' names go to receivables, in this process, so that its meters are heard.</summary>
internal sealed class NamedRig : IAsyncDisposable
{
    private const string Secret = "the-sandbox-takes-any";
    private static readonly TimeSpan Patience = Hang.Limit;

    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly HttpClient http = new();
    private readonly string directory;
    private Uri pod = null!;
    private RealtimeRuntime runtime = null!;
    private StatusBoard board = null!;

    private NamedRig(string directory) => this.directory = directory;

    internal FhirSandbox Server { get; private set; } = null!;

    internal FusionControl Fusion { get; private set; } = null!;

    internal string Servers { get; private set; } = "";

    internal StatusReport Status => board.Read();

    private string Folder => Path.Combine(directory, "tenant");

    private string State => Path.Combine(directory, "state");

    /// <summary>Starts all of it; customers go call by call, or by file.</summary>
    internal static async Task<NamedRig> StartAsync(string directory, bool byFile, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var rig = new NamedRig(directory);
        try
        {
            await rig.RunAsync(byFile, loggers, cancellation);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>The people who stand in Fusion as customers, by last name.</summary>
    internal async Task<IReadOnlyList<string>> CustomersAsync(CancellationToken cancellation) =>
        [.. (await http.GetFromJsonAsync<JsonArray>(new Uri(pod, "sandbox/objects/parties"), cancellation))!.Select(p => (string?)p!["attributes"]!["LastName"] ?? "")];

    /// <summary>Waits for a condition.</summary>
    internal async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            runtime.ThrowIfStopped();
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"in vain: {what}\n{StatusFiles.Render(Status)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        board?.Dispose();
        Fusion?.Dispose();
        http.Dispose();
    }

    private async Task RunAsync(bool byFile, ILoggerFactory loggers, CancellationToken cancellation)
    {
        Directory.CreateDirectory(State);
        var kafka = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = Path.Combine(directory, "kafka") }, cancellation);
        owned.Push(kafka);
        Servers = kafka.BootstrapServers;
        Server = await FhirSandbox.StartAsync(new FhirSandboxOptions { DatabaseFile = Path.Combine(directory, "fhir.db") }, cancellation);
        owned.Push(Server);
        Configure(byFile);
        var (tenant, workbook) = TenantFolder.Load(Folder);
        var sandbox = await FusionSandbox.StartAsync(
            SandboxFusion.Options(Path.Combine(directory, "fusion.db"), workbook, await CatalogueAsync(cancellation), Secret) with { Latencies = FusionLatencies.None }, cancellation);
        owned.Push(sandbox);
        (pod, Fusion) = (sandbox.BaseUrl, new FusionControl(sandbox.BaseUrl));
        var protection = await TenantProtection.OpenAsync(tenant, ProtectionFolders.Of(Folder, State, ""), TimeProvider.System, _ => { }, cancellation);
        owned.Push(protection);
        protection.Declare(TenantRegister.Open(tenant, Folder, State, protection.Audit, TimeProvider.System));
        var tiers = TenantFolder.LoadTiers(Folder)!;
        board = new StatusBoard(tenant.Tenant, tiers, new StatusFiles([State]), TimeProvider.System, loggers);
        var endpoints = new RuntimeEndpoints { BootstrapServers = Servers, RegistryUrl = kafka.RegistryUrl!, Fusion = SandboxFusion.Client(pod, Secret) };
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = kafka.RegistryUrl });
        var parts = new RealtimeParts(tenant, tiers, Folder, State, new TopicNames(tenant.Tenant), endpoints, registry, protection, TimeProvider.System, loggers) { Hooks = new HookReceiverOptions(), Observer = board };
        long begun = TimeProvider.System.GetTimestamp();
        runtime = await RealtimeRuntime.StartAsync(parts, board, cancellation);
        owned.Push(runtime);
        await SubscribeAsync(tenant.Tenant, cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"the runtime received after {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s");
    }

    private async Task SubscribeAsync(string tenant, CancellationToken cancellation)
    {
        const string extension = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
        var subscription = new JsonObject
        {
            ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = "http://example.org/topics/changes",
            ["channel"] = new JsonObject
            {
                ["type"] = "rest-hook", ["endpoint"] = new Uri(runtime.Hooks!, $"hooks/{tenant}/mercy").AbsoluteUri, ["payload"] = "application/fhir+json",
                ["_payload"] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = extension + "backport-payload-content", ["valueCode"] = "full-resource" }) },
            },
        };
        using var made = await http.PutAsync(new Uri(Server.FhirUrl.AbsoluteUri + "/Subscription/1"), new StringContent(subscription.ToJsonString(), Encoding.UTF8, "application/fhir+json"), cancellation);
        Assert.Equal(201, (int)made.StatusCode);
        await UntilAsync(() => Task.FromResult(Server.SubscriptionStatus("1") == "active"), "the subscription is active", cancellation);
    }

    // The sample tenant, whose privacy officer has signed that names go to receivables.
    private void Configure(bool byFile)
    {
        Directory.CreateDirectory(Folder);
        string samples = Path.Combine(AppContext.BaseDirectory, "workbook");
        foreach (string file in Directory.EnumerateFiles(samples))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        string officer = Path.Combine(directory, "officer.pem");
        SampleRegister.Sign(samples, Folder, officer, TimeProvider.System, static _ => { });
        string register = Path.Combine(Folder, TenantRegister.FileName);
        const string admissions = "  admissions:\n    mode: safe-harbor\n";
        Assert.Contains(admissions, File.ReadAllText(register), StringComparison.Ordinal);
        File.WriteAllText(register, File.ReadAllText(register).Replace(admissions, "  admissions:\n    mode: direct\n", StringComparison.Ordinal));
        using (var key = OfficerKeys.Read(officer))
        {
            RegisterSigner.Sign(register, "test officer", key, PhiDomains.Schemas, TimeProvider.System);
        }

        if (byFile)
        {
            string tiers = Path.Combine(Folder, TiersReader.FileName);
            File.WriteAllText(tiers, File.ReadAllText(tiers).Replace("bound: 1\n", "bound: 60\n", StringComparison.Ordinal) + "\nbulk:\n  - object: CUSTOMER\n    after: 1\n    rows: 50\n");
        }

        File.WriteAllText(Path.Combine(Folder, "subscriptions.yaml"), "senders:\n  - name: mercy\n    gapGrace: 00:00:00\n    verify:\n      - scheme: unsigned\n");
        File.WriteAllText(
            Path.Combine(Folder, "sources.yaml"),
            $"sources:\n  - name: mercy\n    kind: fhir\n    address: {Server.FhirUrl.AbsoluteUri}\n    allowPrivate: true\n    pollInterval: 00:00:01\n    resources:\n      - type: Patient\n      - type: Encounter\n");
    }

    private async Task<FeedCatalogue> CatalogueAsync(CancellationToken cancellation)
    {
        await using var cerner = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = Path.Combine(directory, "calendar.db") }, cancellation);
        return (await HospitalDayFeeder.OpenAsync(cerner, new HospitalDayOptions(), cancellation)).Catalogue;
    }
}
