using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Fhir.Smart;

namespace Syntra.Cerner.Fhir.Configuration;

/// <summary>What is polled.</summary>
public enum SourceKind
{
    /// <summary>A FHIR R4 server.</summary>
    Fhir,

    /// <summary>A signed event source by our own contract.</summary>
    SignedEvents,
}

/// <summary>One source of sources.yaml; what its kind does not use is empty.</summary>
public sealed record SourceSettings
{
    /// <summary>Its name; that of a sender of webhooks where it fills that sender's gaps.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Service root, or address of the events.</summary>
    public required Uri Address { get; init; }

    /// <summary>Whether it may be at a private address.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>System account; null for none.</summary>
    public string? ClientId { get; init; }

    /// <summary>Name of its key.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Where its private key lies.</summary>
    public SecretReference? Key { get; init; }

    /// <summary>Hosts at which its token endpoint may be.</summary>
    public IReadOnlyList<string> TokenHosts { get; init; } = [];

    /// <summary>How scopes are written.</summary>
    public ScopeStyle Scopes { get; init; }

    /// <summary>Secrets of a signed event source.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    /// <summary>What is polled of a FHIR server.</summary>
    public IReadOnlyList<PolledResource> Resources { get; init; } = [];

    /// <summary>Pause between polls.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far each window looks back.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause between walks.</summary>
    public TimeSpan WalkInterval { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>What sources.yaml says.</summary>
/// <param name="Sources">The sources.</param>
public sealed record SourcesSettings(IReadOnlyList<SourceSettings> Sources);
