using System.CommandLine;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Contracts;

namespace Syntra.Cli.Commands;

/// <summary>`syntra hooks`: the webhook receiver of one tenant against a Kafka cluster, until Ctrl-C.</summary>
internal static class HooksVerb
{
    internal static Command Create()
    {
        var tenant = new Option<string>("--tenant") { Description = "The tenant's folder: tenant.yaml and subscriptions.yaml", Required = true };
        var bootstrap = new Option<string>("--bootstrap") { Description = "Kafka brokers, host:port separated by commas", Required = true };
        var registry = new Option<Uri>("--registry") { Description = "Schema Registry, http://host:port", Required = true }.AsAddress();
        var state = new Option<string>("--state") { Description = "Folder for this instance's memory and log", Required = true };
        var port = HookListen.Port();
        var certificate = HookListen.Certificate();
        var verb = new Command("hooks", "Receive webhooks of Cerner's side by the tenant's subscriptions.yaml") { tenant, bootstrap, registry, state, port, certificate };
        verb.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(tenant)!, parsed.GetValue(bootstrap)!, parsed.GetValue(registry)!, parsed.GetValue(state)!, HookListen.Of(parsed.GetValue(port), parsed.GetValue(certificate)), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(string folder, string bootstrap, Uri registryUrl, string state, HookReceiverOptions listen, CancellationToken cancellation)
    {
        Librdkafka.RequireMinimum();
        var (tenant, _) = TenantFolder.Load(folder);
        var settings = SubscriptionsFolder.Load(folder);
        using var held = DirectoryLock.Take(state);
        using var loggers = FileLog.Open(Path.Combine(state, "hooks.log"));
        var folders = ProtectionFolders.Of(folder, state, tenant.Governance.Audit.Checkpoints);
        await using var protection = await TenantProtection.OpenAsync(tenant, folders, TimeProvider.System, Console.Error.WriteLine, cancellation).ConfigureAwait(false);
        protection.Declare(TenantRegister.Open(tenant, folder, state, protection.Audit, TimeProvider.System));
        await TopicCatalog.EnsureAsync(bootstrap, EventTopicDefinitions.Of(new TopicNames(tenant.Tenant), tenant.Partitions)).ConfigureAwait(false);
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = registryUrl });
        var parts = new EventIntakeParts(tenant.Tenant, folder, state, bootstrap, registry, protection, listen, TimeProvider.System, loggers);
        await using var intake = await EventIntake.StartAsync(parts, settings, cancellation).ConfigureAwait(false);
        foreach (var sender in settings.Senders)
        {
            Console.Out.WriteLine($"{intake!.Hooks}hooks/{tenant.Tenant}/{sender.Name}");
        }
        await Console.Error.WriteLineAsync("receiving; Ctrl-C stops it. Senders outside need a proxy with TLS before it").ConfigureAwait(false);
        await Shutdown.WaitAsync(cancellation).ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
