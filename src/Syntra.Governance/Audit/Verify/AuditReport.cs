namespace Syntra.Governance.Audit.Verify;

/// <summary>State of a chain; the number is the exit code of the verification. A report's state is the gravest of its ranges'.</summary>
public enum AuditState
{
    /// <summary>Everything is there, unaltered, and covered by checkpoints.</summary>
    Anchored = 0,

    /// <summary>Linked, but no checkpoint covers it yet: an insider could still cut or redo it.</summary>
    Unanchored = 10,

    /// <summary>Entries are gone.</summary>
    Missing = 11,

    /// <summary>Entries are not what the chain or a checkpoint says.</summary>
    Altered = 12,

    /// <summary>Two histories exist.</summary>
    Forked = 13,

    /// <summary>Checkpoints are unsigned, of an unknown key, altered, or some are gone.</summary>
    CheckpointInvalid = 14,

    /// <summary>Neither a chain nor a checkpoint.</summary>
    Empty = 15,
}

/// <summary>One finding.</summary>
/// <param name="State">What it is.</param>
/// <param name="First">First entry (for checkpoints: number of the checkpoint).</param>
/// <param name="Last">Last entry.</param>
/// <param name="Reason">In words.</param>
public sealed record AuditRange(AuditState State, long First, long Last, string Reason);

/// <summary>What a verification found.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Checkpoints">Checkpoints that are valid.</param>
/// <param name="Ranges">Findings, in order of entries; anchored ranges included.</param>
public sealed record AuditReport(string Tenant, long Entries, int Checkpoints, IReadOnlyList<AuditRange> Ranges)
{
    private static readonly AuditState[] Gravity =
        [AuditState.Forked, AuditState.Altered, AuditState.CheckpointInvalid, AuditState.Missing, AuditState.Unanchored, AuditState.Anchored];

    /// <summary>The gravest state.</summary>
    public AuditState State => Ranges.Count == 0 ? AuditState.Empty : Array.Find(Gravity, s => Ranges.Any(r => r.State == s));

    /// <summary>Exit code of the verification.</summary>
    public int ExitCode => (int)State;
}
