using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Backfill;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Fhir.Smart;
using Syntra.Cerner.SignedEvents;
using Syntra.Contracts;
using Syntra.Governance.Sealing;

namespace Syntra.Cerner.Fhir.Configuration;

/// <summary>What all sources of a tenant share.</summary>
public sealed record SourceParts
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Kafka brokers, host:port separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Makes the keys.</summary>
    public required ISourceTokens Tokens { get; init; }

    /// <summary>Seals the values, and opens back-fill requests.</summary>
    public required RecordSealer Sealer { get; init; }

    /// <summary>The folder to which files named in the settings are relative.</summary>
    public required string Folder { get; init; }

    /// <summary>Schema Registry.</summary>
    public required ISchemaRegistryClient Registry { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Logs.</summary>
    public required ILoggerFactory Loggers { get; init; }
}

/// <summary>The sources of a sources.yaml, ready to run, and the servers for back-fills.</summary>
public sealed class PolledSources : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly List<EventPollSource> _sources = [];
    private readonly Dictionary<string, BackfillServer> _servers = new(StringComparer.Ordinal);

    private PolledSources()
    {
    }

    /// <summary>The sources; each is run by its own caller.</summary>
    public IReadOnlyList<EventPollSource> Sources => _sources;

    /// <summary>FHIR servers by name, for <see cref="BackfillOptions.Servers"/>.</summary>
    public IReadOnlyDictionary<string, BackfillServer> Servers => _servers;

    /// <summary>Makes the sources; nothing is called yet.</summary>
    /// <param name="settings">What to poll.</param>
    /// <param name="parts">What they share.</param>
    /// <param name="offersEvents">Whether a sender's server has <c>$events</c> (subscriptions.yaml).</param>
    /// <exception cref="SubscriptionsException">A secret or key cannot be used.</exception>
    public static PolledSources Create(SourcesSettings settings, SourceParts parts, Func<string, bool> offersEvents)
    {
        var made = new PolledSources();
        try
        {
            foreach (var source in settings.Sources)
            {
                made.Add(source, parts, offersEvents);
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _sources.ForEach(s => s.Dispose());
        _owned.ForEach(o => o.Dispose());
    }

    private void Add(SourceSettings source, SourceParts parts, Func<string, bool> offersEvents)
    {
        var http = Owned(NetworkGuard.Client(source.AllowPrivate));
        var server = new FhirClientOptions { Base = source.Address, AllowPrivateAddresses = source.AllowPrivate };
        var tokens = source.ClientId is null ? null : Owned(new SmartTokens(http, server, Account(source, parts, offersEvents(source.Name)), parts.Time, parts.Loggers));
        var options = new EventSourceOptions
        {
            Name = source.Name, Tenant = parts.Tenant, BootstrapServers = parts.BootstrapServers, Tokens = parts.Tokens, Sealer = parts.Sealer, PollInterval = source.PollInterval,
        };
        if (source.Kind == SourceKind.SignedEvents)
        {
            var events = new SignedEventsOptions { Address = source.Address, Secrets = [.. source.Secrets.Select(s => SecretReader.Standard(s, source.Name, parts.Folder))] };
            _sources.Add(SignedEventSource.Create(options, events, http, tokens, parts.Registry, parts.Time, parts.Loggers));
            return;
        }

        var client = new FhirClient(http, server, tokens, parts.Time, parts.Loggers);
        var poll = new FhirPollOptions { Resources = source.Resources, Overlap = source.Overlap, WalkInterval = source.WalkInterval };
        _sources.Add(FhirEventSource.Create(options, client, poll, parts.Registry, parts.Time, parts.Loggers));
        _servers[source.Name] = new BackfillServer(client, source.Resources, offersEvents(source.Name));
    }

    private SmartSettings Account(SourceSettings source, SourceParts parts, bool asksForEvents)
    {
        try
        {
            return new SmartSettings
            {
                ClientId = source.ClientId!, Key = Owned(SigningKey.FromPem(SecretReader.Text(source.Key!, source.Name, parts.Folder), source.KeyId)),
                Resources = [.. source.Resources.Select(r => r.Type), .. asksForEvents ? ["Subscription"] : Array.Empty<string>()], Scopes = source.Scopes, TokenHosts = source.TokenHosts,
            };
        }
        catch (CryptographicException e)
        {
            throw new SubscriptionsException($"Source {source.Name}: its key cannot be used. {e.Message}", e);
        }
    }

    private T Owned<T>(T made)
        where T : IDisposable
    {
        _owned.Add(made);
        return made;
    }
}
