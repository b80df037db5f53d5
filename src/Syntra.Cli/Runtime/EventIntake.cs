using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cerner.Fhir.Configuration;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;

namespace Syntra.Cli.Runtime;

/// <summary>What brings events into Kafka needs: whose, from where, and to where.</summary>
internal sealed record EventIntakeParts(
    string Tenant, string TenantFolder, string State, string BootstrapServers, ISchemaRegistryClient Registry, TenantProtection Protection, HookReceiverOptions Hooks, TimeProvider Time, ILoggerFactory Loggers);

/// <summary>
/// Everything that brings a tenant's events into Kafka: the webhook receiver by subscriptions.yaml, polled sources and back-fills by sources.yaml. They share
/// one publisher and one memory.
/// </summary>
internal sealed class EventIntake : IAsyncDisposable
{
    // Longer than senders go on repeating a message; the longest schedule known runs 75 hours.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(4);

    private readonly RawEventPublisher _publisher;
    private readonly HookJournal _journal;
    private PolledRuntime? _polled;
    private HookReceiver? _receiver;

    private EventIntake(EventIntakeParts parts)
    {
        _publisher = new RawEventPublisher(
            new EventPublisherOptions { Tenant = parts.Tenant, BootstrapServers = parts.BootstrapServers, Tokens = parts.Protection.Tokens, Seal = parts.Protection.Sealer.Seal }, parts.Registry, parts.Loggers);
        _journal = new HookJournal(Path.Combine(parts.State, "hooks.db"), Memory, parts.Time, parts.Loggers);
    }

    /// <summary>Where webhooks are received; null where the tenant has no subscriptions.yaml.</summary>
    internal Uri? Hooks => _receiver?.Url;

    /// <summary>What is polled, by name; empty where the tenant has no sources.yaml.</summary>
    internal IReadOnlyList<string> Polled => _polled?.Names ?? [];

    /// <summary>Starts what there are settings for; null where there are none.</summary>
    internal static async Task<EventIntake?> StartAsync(EventIntakeParts parts, SubscriptionsSettings? subscriptions, CancellationToken cancellation)
    {
        var sources = SourcesFolder.Load(parts.TenantFolder);
        if (subscriptions is null && sources is null)
        {
            return null;
        }

        var intake = new EventIntake(parts);
        try
        {
            await intake.RunAsync(parts, subscriptions, sources, cancellation).ConfigureAwait(false);
            return intake;
        }
        catch
        {
            await intake.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the receiver first: what it has answered for is in Kafka.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync().ConfigureAwait(false);
        }

        if (_polled is not null)
        {
            await _polled.DisposeAsync().ConfigureAwait(false);
        }

        await _journal.DisposeAsync().ConfigureAwait(false);
        _publisher.Dispose();
    }

    private async Task RunAsync(EventIntakeParts parts, SubscriptionsSettings? subscriptions, SourcesSettings? sources, CancellationToken cancellation)
    {
        if (sources is not null)
        {
            _polled = PolledRuntime.Start(sources, SourceParts(parts), _publisher, _journal, name => subscriptions?.Senders.FirstOrDefault(s => s.Name == name)?.OffersEvents == true);
        }

        if (subscriptions is not null)
        {
            var hooks = new TenantHooks(parts.Tenant, subscriptions, parts.TenantFolder, _publisher, _journal);
            _receiver = await HookReceiver.StartAsync(parts.Hooks, [hooks], parts.Time, parts.Loggers, cancellation).ConfigureAwait(false);
        }
    }

    private static SourceParts SourceParts(EventIntakeParts parts) => new()
    {
        Tenant = parts.Tenant, BootstrapServers = parts.BootstrapServers, Tokens = parts.Protection.Tokens, Sealer = parts.Protection.Sealer, Folder = parts.TenantFolder,
        Registry = parts.Registry, Loggers = parts.Loggers, Time = parts.Time,
    };
}
