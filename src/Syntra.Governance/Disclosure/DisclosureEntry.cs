using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Disclosure;

/// <summary>Who received PHI.</summary>
/// <param name="Name">Name of the organisation or person.</param>
/// <param name="Address">Address, if known.</param>
public sealed record Recipient(string Name, string? Address = null);

/// <summary>One access to PHI by a route.</summary>
public sealed record DisclosureEntry
{
    /// <summary>The patient's pseudonym.</summary>
    public required Pseudonym Patient { get; init; }

    /// <summary>User or service.</summary>
    public required string Actor { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Brief description of what: classes of fields, for example "charge lines with service dates". No values.</summary>
    public required string Scope { get; init; }

    /// <summary>Purpose-of-use code.</summary>
    public required string Purpose { get; init; }

    /// <summary>Who received it.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>Class of the route.</summary>
    public required DisclosureClass Class { get; init; }

    /// <summary>How many accesses the entry stands for: repeats by one route within a window are one entry.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The last of them, UTC; null where there is one.</summary>
    public DateTimeOffset? Until { get; init; }
}
