using Syntra.Cerner.Events.Gaps;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Configuration;

/// <summary>By which contract a sender speaks.</summary>
public enum SenderContract
{
    /// <summary>FHIR R4: subscriptions of the R5 backport, and R4's own rest-hook.</summary>
    Fhir,

    /// <summary>Asset events by our own contract.</summary>
    CareAware,
}

/// <summary>How a sender shows that it is itself.</summary>
public enum VerifyScheme
{
    /// <summary>Standard Webhooks, v1 and v1a.</summary>
    StandardWebhooks,

    /// <summary>HMAC-SHA256 of the body in hex.</summary>
    HubSignature,

    /// <summary>A client certificate.</summary>
    MutualTls,

    /// <summary>An OAuth2 access token.</summary>
    Bearer,

    /// <summary>A fixed header.</summary>
    SharedHeader,

    /// <summary>Nothing; on loopback only.</summary>
    Unsigned,
}

/// <summary>Where a secret lies; never the secret itself.</summary>
/// <param name="Variable">An environment variable.</param>
/// <param name="File">A file, relative to the tenant's folder.</param>
public sealed record SecretReference(string? Variable, string? File);

/// <summary>One check of a sender; what a scheme does not use is empty.</summary>
public sealed record VerifySettings
{
    /// <summary>Which.</summary>
    public required VerifyScheme Scheme { get; init; }

    /// <summary>Shared secrets: two while one takes over from the other.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    /// <summary>The sender's Ed25519 keys (v1a): two while one takes over from the other.</summary>
    public IReadOnlyList<SecretReference> PublicKeys { get; init; } = [];

    /// <summary>How far a timestamp may be off.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The header that holds the signature or the value.</summary>
    public string? Header { get; init; }

    /// <summary>SHA-256 of certificates, hex.</summary>
    public IReadOnlyList<string> Thumbprints { get; init; } = [];

    /// <summary>PEM file of authorities.</summary>
    public string? Authorities { get; init; }

    /// <summary>Names to which the authorities issued.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Audience of tokens.</summary>
    public string? Audience { get; init; }

    /// <summary>Issuer of tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>Scope of tokens.</summary>
    public string? Scope { get; init; }

    /// <summary>Key set: a file, relative to the tenant's folder, or an https address.</summary>
    public string? Jwks { get; init; }
}

/// <summary>One subscription of a sender.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Heartbeat">The heartbeat that was agreed; null for the sender's.</param>
/// <param name="Tier">Name of its tier; null for the sender's.</param>
/// <param name="Criteria">The search, or the topic's address: what a polled back-fill goes by.</param>
public sealed record SubscriptionSettings(string Id, TimeSpan? Heartbeat, string? Tier, string? Criteria);

/// <summary>One sender of a tenant.</summary>
public sealed record SenderSettings
{
    /// <summary>Its name: the last part of its address.</summary>
    public required string Name { get; init; }

    /// <summary>Its contract.</summary>
    public SenderContract Contract { get; init; }

    /// <summary>Checks, all of which must pass.</summary>
    public required IReadOnlyList<VerifySettings> Verify { get; init; }

    /// <summary>Resource types that are taken; others are acknowledged and left out.</summary>
    public IReadOnlyList<string> Resources { get; init; } = EventTopics.ResourceTypes;

    /// <summary>Subscriptions known beforehand.</summary>
    public IReadOnlyList<SubscriptionSettings> Subscriptions { get; init; } = [];

    /// <summary>Whether messages of other subscriptions are refused.</summary>
    public bool KnownOnly { get; init; }

    /// <summary>Whether event numbers count from the subscription's start, as the guide says.</summary>
    public bool AbsoluteNumbers { get; init; } = true;

    /// <summary>Whether the server offers <c>$events</c>.</summary>
    public bool OffersEvents { get; init; } = true;

    /// <summary>The heartbeat where a subscription has none of its own.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>How long a missing number may still be on its way.</summary>
    public TimeSpan GapGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A back-fill that has not closed its gap is asked for again after this.</summary>
    public TimeSpan BackfillRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Name of the tier where a subscription has none of its own.</summary>
    public string? Tier { get; init; }

    /// <summary>How a subscription is watched; null where it is not one of this sender's.</summary>
    public GapPolicy? PolicyOf(string subscription)
    {
        var own = Subscriptions.FirstOrDefault(s => string.Equals(s.Id, subscription, StringComparison.Ordinal));
        return own is null && KnownOnly ? null : new GapPolicy
        {
            AbsoluteNumbers = AbsoluteNumbers, Heartbeat = own?.Heartbeat ?? Heartbeat, Grace = GapGrace, Retry = BackfillRetry,
        };
    }
}

/// <summary>What subscriptions.yaml says.</summary>
/// <param name="Senders">The senders.</param>
public sealed record SubscriptionsSettings(IReadOnlyList<SenderSettings> Senders);

/// <summary>A fault of subscriptions.yaml.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Cure">What to do.</param>
public sealed record SubscriptionsFault(int Line, string Problem, string Cure);
