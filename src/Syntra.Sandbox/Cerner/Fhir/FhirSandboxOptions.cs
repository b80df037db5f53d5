namespace Syntra.Sandbox.Cerner.Fhir;

/// <summary>A simulated FHIR R4 server with subscriptions by the R5 backport, and the signed event source of our own contract beside it.</summary>
public sealed record FhirSandboxOptions
{
    /// <summary>SQLite file; a restart goes on with what is in it, notifications under way included.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Tenant in the path: the root is <c>/r4/{tenant}</c>. Another tenant is 403, as on Millennium.</summary>
    public string Tenant { get; init; } = "sandbox";

    /// <summary>System accounts; none means that nobody has to sign in.</summary>
    public IReadOnlyList<FhirSandboxAccount> Accounts { get; init; } = [];

    /// <summary>Life of an access token; Millennium's is below ten minutes.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromSeconds(570);

    /// <summary>Entries of a page where the search does not say.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Patients that one search may match; more is 422, as on Millennium.</summary>
    public int MaxPatientMatches { get; init; } = 1000;

    /// <summary>Resource types that can be searched by <c>_lastUpdated</c>; null for all.</summary>
    public IReadOnlyList<string>? WindowTypes { get; init; }

    /// <summary>Whether <c>$events</c> is offered; the guide leaves it free.</summary>
    public bool OffersEvents { get; init; } = true;

    /// <summary>Secrets that responses of the signed event source and, by default, webhooks are signed with; two during a rotation. Base64 after <c>whsec_</c>.</summary>
    public IReadOnlyList<string> SigningSecrets { get; init; } = [];

    /// <summary>Notifications under way at once for one subscription.</summary>
    public int Senders { get; init; } = 8;

    /// <summary>Clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>A system account.</summary>
/// <param name="ClientId">Its id.</param>
/// <param name="PublicKeyPem">Its registered key: RSA (RS384) or EC P-384 (ES384).</param>
/// <param name="Scopes">What it may be granted, for example <c>system/Encounter.rs</c>; v1 and v2 forms count as the same.</param>
public sealed record FhirSandboxAccount(string ClientId, string PublicKeyPem, IReadOnlyList<string> Scopes);
