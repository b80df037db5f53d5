namespace Syntra.Cerner.Fhir.Polling;

/// <summary>How changes of a resource type are found.</summary>
public enum PollMode
{
    /// <summary>By time where the server declares <c>_lastUpdated</c> for the type, else by walking.</summary>
    Auto,

    /// <summary>By <c>_lastUpdated</c> in windows that overlap.</summary>
    Window,

    /// <summary>All matches each time, compared with what was written.</summary>
    Walk,
}

/// <summary>A resource type that is polled.</summary>
/// <param name="Type">One with a raw topic.</param>
/// <param name="Query">Further search parameters, escaped; Millennium wants some for most types.</param>
/// <param name="Mode">How changes are found.</param>
public sealed record PolledResource(string Type, string Query = "", PollMode Mode = PollMode.Auto);

/// <summary>What is polled of a FHIR server, and when.</summary>
public sealed record FhirPollOptions
{
    /// <summary>The types.</summary>
    public required IReadOnlyList<PolledResource> Resources { get; init; }

    /// <summary>How long a change may take to show in searches: each window looks this far back.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far a window stays behind the server's clock.</summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Start of the first window.</summary>
    public DateTimeOffset Since { get; init; } = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Pause between two walks of a type that has no windows.</summary>
    public TimeSpan WalkInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether records that a merged patient or encounter points to are read too. Millennium shows merged ones by direct read only.</summary>
    public bool FollowMerges { get; init; } = true;
}
