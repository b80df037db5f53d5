namespace Syntra.Bench.Governance;

/// <summary>What was measured; each figure is the median of the rounds, on one thread.</summary>
public sealed record GovernanceBenchResult
{
    /// <summary>4 KB FHIR events a second: open, parse, redact, 12 pseudonyms, encode.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>Audit entries appended a second, hashed, on disk with the operating system.</summary>
    public required double AuditAppendPerSecond { get; init; }

    /// <summary>Audit entries verified a second: chain, tree and checkpoint.</summary>
    public required double AuditVerifyPerSecond { get; init; }

    /// <summary>Events per second of processor time: what one core does, whatever else the machine does.</summary>
    public required double EventsPerCpuSecond { get; init; }

    /// <summary>Entries appended per second of processor time.</summary>
    public required double AuditAppendPerCpuSecond { get; init; }

    /// <summary>Entries verified per second of processor time.</summary>
    public required double AuditVerifyPerCpuSecond { get; init; }

    /// <summary>Bytes of an event before it is sealed.</summary>
    public required int EventBytes { get; init; }

    /// <summary>Tokens made per event.</summary>
    public required int TokensPerEvent { get; init; }

    /// <summary>Bytes of an audit entry on disk.</summary>
    public required double AuditEntryBytes { get; init; }

    /// <summary>Rounds.</summary>
    public required int Rounds { get; init; }
}
