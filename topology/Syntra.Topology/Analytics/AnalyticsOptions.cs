using Syntra.Governance.Disclosure;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Register;

namespace Syntra.Topology.Analytics;

/// <summary>The charges' copy for analytics, as the signed register has it.</summary>
public sealed record AnalyticsOptions
{
    /// <summary>The register's entry of the domain: its mode and the class of every field.</summary>
    public required DomainEntry Domain { get; init; }

    /// <summary>Version of that register.</summary>
    public required int RegisterVersion { get; init; }

    /// <summary>Makes the copy's tokens; needed where the mode makes tokens.</summary>
    public IPseudonymizer? Pseudonymizer { get; init; }

    /// <summary>Shifts dates; needed where the mode shifts them.</summary>
    public DateShifter? DateShifter { get; init; }

    /// <summary>Told of every charge that leaves by this copy; null where nothing is logged, as in tests.</summary>
    public IPhiAccessLog? Access { get; init; }
}
