using System.CommandLine;
using Microsoft.Data.Sqlite;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cli.Configuration;
using Syntra.Cli.Indexing;
using Syntra.Cli.Operating;
using Syntra.Cli.Protection;
using Syntra.Cli.Realtime;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Cli.Commands;

/// <summary>
/// `syntra run`: one instance of a tenant's charge flow against a Kafka cluster. Every instance runs the streams, which share the
/// partitions; source and delivery run where their variables are set, on one instance each (a second one fences the first).
/// </summary>
internal static class RunVerb
{
    private const string MillenniumVariable = "SYNTRA_MILLENNIUM";
    private const string FusionVariable = "SYNTRA_FUSION_URL";
    private const string ClientVariable = "SYNTRA_FUSION_CLIENT";
    private const string SecretVariable = "SYNTRA_FUSION_SECRET";
    private const string TokenVariable = "SYNTRA_FUSION_TOKEN_URL";
    private const string ScopeVariable = "SYNTRA_FUSION_SCOPE";

    internal static Command Create()
    {
        var tenant = new Option<string>("--tenant") { Description = "The tenant's folder: tenant.yaml and the workbook's tables", Required = true };
        var bootstrap = new Option<string>("--bootstrap") { Description = "Kafka brokers, host:port separated by commas", Required = true };
        var registry = new Option<Uri>("--registry") { Description = "Schema Registry, http://host:port", Required = true }.AsAddress();
        var state = new Option<string>("--state") { Description = "Folder for this instance's state and log", Required = true };
        var port = HookListen.Port();
        var certificate = HookListen.Certificate();
        var verb = new Command("run", $"Run one instance against a Kafka cluster. {MillenniumVariable} (connection string) has it poll; {FusionVariable}, {ClientVariable} and {SecretVariable} have it deliver ({TokenVariable} and {ScopeVariable} where the pod's are not the usual ones)")
        {
            tenant, bootstrap, registry, state, port, certificate,
        };
        verb.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(tenant)!, parsed.GetValue(bootstrap)!, parsed.GetValue(registry)!, parsed.GetValue(state)!, HookListen.Of(parsed.GetValue(port), parsed.GetValue(certificate)), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string tenantFolder, string bootstrap, Uri registryUrl, string state, HookReceiverOptions hooks, CancellationToken cancellation)
    {
        Librdkafka.RequireMinimum();
        var (tenant, workbook) = TenantFolder.Load(tenantFolder);
        using var held = DirectoryLock.Take(state);
        using var loggers = FileLog.Open(Path.Combine(state, "syntra.log"));
        new InstanceAddress(bootstrap, registryUrl).Write(state);
        var endpoints = new RuntimeEndpoints { BootstrapServers = bootstrap, RegistryUrl = registryUrl, Millennium = Millennium(), Fusion = Fusion() };
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = registryUrl });
        var folders = ProtectionFolders.Of(tenantFolder, state, tenant.Governance.Audit.Checkpoints);
        var protection = await TenantProtection.OpenAsync(tenant, folders, TimeProvider.System, Console.Error.WriteLine, cancellation).ConfigureAwait(false);
        await using var guarded = protection.ConfigureAwait(false);
        protection.Declare(TenantRegister.Open(tenant, tenantFolder, state, protection.Audit, TimeProvider.System));
        var parts = new ChargeParts(tenant, new TopicNames(tenant.Tenant), endpoints, registry, new LedgerCatalog(workbook), protection, TimeProvider.System, loggers) { Watch = new ChargeWatch(TimeProvider.System), IndexFolder = Path.Combine(state, RecordLookup.Folder) };
        var runtime = await ChargeRuntime.StartAsync(parts, workbook, Path.Combine(state, "streams"), cancellation).ConfigureAwait(false);
        await using var owned = runtime.ConfigureAwait(false);
        await using var realtime = await RealtimeAsync(parts, tenantFolder, state, hooks, cancellation).ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"running for tenant {tenant.Tenant}: streams{(runtime.Source is null ? "" : ", source")}{(runtime.Delivery is null ? "" : ", delivery")}; Ctrl-C stops it").ConfigureAwait(false);
        if (realtime is not null)
        {
            Console.Out.WriteLine($"hooks {realtime.Hooks?.ToString() ?? "none"}");
            await Console.Error.WriteLineAsync($"objects: webhooks at {realtime.Hooks?.ToString() ?? "none (no subscriptions.yaml)"}, polled {(realtime.Polled.Count == 0 ? "none (no sources.yaml)" : string.Join(", ", realtime.Polled))}").ConfigureAwait(false);
        }

        await WatchAsync(runtime, realtime, cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    // A tenant without tiers.yaml sends no objects.
    private static async Task<RealtimeHost?> RealtimeAsync(ChargeParts parts, string tenantFolder, string state, HookReceiverOptions hooks, CancellationToken cancellation)
    {
        if (TenantFolder.LoadTiers(tenantFolder) is not { } tiers)
        {
            return null;
        }

        return await RealtimeHost.StartAsync(parts.Tenant, tiers, tenantFolder, state, parts.Endpoints, parts.Registry, parts.Protection, hooks, parts.Loggers, parts.Watch, cancellation).ConfigureAwait(false);
    }

    private static async Task WatchAsync(ChargeRuntime runtime, RealtimeHost? realtime, CancellationToken cancellation)
    {
        bool away = false;
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation).ConfigureAwait(false);
                runtime.ThrowIfStopped();
                realtime?.ThrowIfStopped();
                string? fault = runtime.Source?.LastError;
                if (fault is not null != away)
                {
                    away = !away;
                    await Console.Error.WriteLineAsync(away
                        ? $"Millennium cannot be read ({fault}); the source tries again from where it is. Check {MillenniumVariable}; the log says more" : "Millennium is read again").ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C: what is under way is closed and goes on at the next start.
        }
    }

    private static Func<System.Data.Common.DbConnection>? Millennium()
    {
        if (Variable(MillenniumVariable) is not { } connection)
        {
            return null;
        }
        try
        {
            using var readable = new SqliteConnection(connection);
        }
        catch (ArgumentException bad)
        {
            // The text may hold a password: it is not repeated.
            throw new CommandException($"{MillenniumVariable} is no connection string like Data Source=/data/millennium.db;Mode=ReadOnly", bad);
        }
        return () => new SqliteConnection(connection);
    }

    /// <summary>Fusion as the variables name it; null where they do not.</summary>
    internal static FusionClientOptions? Fusion()
    {
        if (Variable(FusionVariable) is not { } url)
        {
            return null;
        }
        var pod = Address(FusionVariable, url);
        return new FusionClientOptions
        {
            BaseUrl = pod,
            Credentials = new FusionCredentials.OAuthClient(
                Variable(TokenVariable) is { } token ? Address(TokenVariable, token) : new Uri(pod, "/oauth2/v1/token"),
                Required(ClientVariable), Required(SecretVariable), Variable(ScopeVariable) ?? "urn:opc:resource:consumer::all"),
        };
    }

    private static Uri Address(string name, string text) => Options.AddressOf(text) ?? throw new CommandException($"{name} is not an address like https://host.example");

    private static string Required(string name) => Variable(name) ?? throw new CommandException($"{FusionVariable} is set, so {name} must be set too");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
