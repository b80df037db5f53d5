using System.CommandLine;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Cli.Realtime;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;

namespace Syntra.Cli.Commands;

/// <summary>`syntra realtime`: the real-time tier of one tenant by itself - receiver, polled sources, back-fill, streams of objects, delivery - until Ctrl-C.</summary>
internal static class RealtimeVerb
{
    internal static Command Create()
    {
        var tenant = new Option<string>("--tenant") { Description = "The tenant's folder: tenant.yaml, tiers.yaml, and where there are any subscriptions.yaml and sources.yaml", Required = true };
        var bootstrap = new Option<string>("--bootstrap") { Description = "Kafka brokers, host:port separated by commas", Required = true };
        var registry = new Option<Uri>("--registry") { Description = "Schema Registry, http://host:port", Required = true }.AsAddress();
        var state = new Option<string>("--state") { Description = "Folder for this instance's state, status and log", Required = true };
        var port = HookListen.Port();
        var certificate = HookListen.Certificate();
        var verb = new Command("realtime", "Run the real-time tier of one instance against a Kafka cluster; Fusion is named by the same variables as for run") { tenant, bootstrap, registry, state, port, certificate };
        verb.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(tenant)!, parsed.GetValue(bootstrap)!, parsed.GetValue(registry)!, parsed.GetValue(state)!, HookListen.Of(parsed.GetValue(port), parsed.GetValue(certificate)), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string folder, string bootstrap, Uri registryUrl, string state, HookReceiverOptions hooks, CancellationToken cancellation)
    {
        Librdkafka.RequireMinimum();
        var (tenant, _) = TenantFolder.Load(folder);
        var tiers = TenantFolder.LoadTiers(folder) ?? throw new CommandException($"{Path.Combine(folder, TiersReader.FileName)} is missing. Copy topology/workbook/tiers.yaml and change it.");
        using var held = DirectoryLock.Take(state);
        using var loggers = FileLog.Open(Path.Combine(state, "syntra.log"));
        var endpoints = new RuntimeEndpoints { BootstrapServers = bootstrap, RegistryUrl = registryUrl, Fusion = RunVerb.Fusion() };
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = registryUrl });
        var folders = ProtectionFolders.Of(folder, state, tenant.Governance.Audit.Checkpoints);
        await using var protection = await TenantProtection.OpenAsync(tenant, folders, TimeProvider.System, Console.Error.WriteLine, cancellation).ConfigureAwait(false);
        protection.Declare(TenantRegister.Open(tenant, folder, state, protection.Audit, TimeProvider.System));
        await using var host = await RealtimeHost.StartAsync(tenant, tiers, folder, state, endpoints, registry, protection, hooks, loggers, charges: null, cancellation).ConfigureAwait(false);
        Console.Out.WriteLine($"hooks {host.Hooks?.ToString() ?? "none"}");
        await Console.Error.WriteLineAsync(
            $"running for tenant {tenant.Tenant}: streams of objects{(host.Hooks is null ? "" : ", webhook receiver")}{(host.Polled.Count == 0 ? "" : $", polled {string.Join(", ", host.Polled)}, back-fill")}{(endpoints.Fusion is null ? "" : ", delivery")}; Ctrl-C stops it").ConfigureAwait(false);
        await WatchAsync(host, cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static async Task WatchAsync(RealtimeHost host, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation).ConfigureAwait(false);
                host.ThrowIfStopped();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C: what is under way is closed and goes on at the next start.
        }
    }
}
