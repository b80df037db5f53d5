namespace Syntra.Cerner.Fhir.Smart;

/// <summary>How scopes are written.</summary>
public enum ScopeStyle
{
    /// <summary>v2 where the server says <c>permission-v2</c>, else v1.</summary>
    Auto,

    /// <summary><c>system/Encounter.read</c>.</summary>
    V1,

    /// <summary><c>system/Encounter.rs</c>.</summary>
    V2,
}

/// <summary>A system account (SMART backend services).</summary>
public sealed record SmartSettings
{
    /// <summary>Id under which the key is registered.</summary>
    public required string ClientId { get; init; }

    /// <summary>Signs the assertions.</summary>
    public required SigningKey Key { get; init; }

    /// <summary>Resource types that are read; each is a scope. Millennium has no wildcards, and too many overflow its headers.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>How scopes are written.</summary>
    public ScopeStyle Scopes { get; init; }

    /// <summary>Hosts beside the server's own at which its token endpoint may be.</summary>
    public IReadOnlyList<string> TokenHosts { get; init; } = [];

    /// <summary>A token is renewed when it has less than this left, but never before half of its life is over.</summary>
    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Life of an assertion; servers take five minutes at most.</summary>
    public TimeSpan AssertionLife { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a discovered endpoint is used without asking again.</summary>
    public TimeSpan DiscoveryLife { get; init; } = TimeSpan.FromHours(12);
}
