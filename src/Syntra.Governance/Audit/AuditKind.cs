namespace Syntra.Governance.Audit;

/// <summary>What happened. Numbers are stored; never reuse one.</summary>
public enum AuditKind
{
    /// <summary>Payload or record was read.</summary>
    Read = 1,

    /// <summary>Access or start was refused.</summary>
    Denied = 2,

    /// <summary>A token was turned back into an identifier: who, why and ticket are set.</summary>
    Reidentified = 3,

    /// <summary>PHI left by a route; the object is the disclosure.</summary>
    Disclosed = 4,

    /// <summary>A data key was made.</summary>
    KeyGenerated = 10,

    /// <summary>A data key was unwrapped for reading.</summary>
    KeyUnwrapped = 11,

    /// <summary>The key service is down and a key past its age still opens payloads.</summary>
    KeyUsedStale = 12,

    /// <summary>A key was asked for and not given.</summary>
    KeyRefused = 13,

    /// <summary>A key-encryption or token key was rotated.</summary>
    KeyRotated = 14,

    /// <summary>A tenant's keys were destroyed.</summary>
    KeysShredded = 15,

    /// <summary>A rule changed; old and new hash are set.</summary>
    RuleChanged = 20,

    /// <summary>A mapping changed; old and new hash are set.</summary>
    MappingChanged = 21,

    /// <summary>The PHI register changed; old and new hash are set.</summary>
    RegisterChanged = 22,

    /// <summary>Records were replayed.</summary>
    Replayed = 30,

    /// <summary>A dead letter was released.</summary>
    DeadLetterReleased = 31,

    /// <summary>A close pack was signed.</summary>
    SignedOff = 32,

    /// <summary>Data were exported.</summary>
    Exported = 33,

    /// <summary>A held correction was decided, or that was tried; the object is the item, the code what became of the decision.</summary>
    Decided = 34,

    /// <summary>The audit itself was read.</summary>
    AuditRead = 40,

    /// <summary>A checkpoint was signed.</summary>
    Checkpointed = 41,
}

/// <summary>How it ended; the numbers are DICOM's event outcomes.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Success = 0,

    /// <summary>It was refused or failed, and that was handled.</summary>
    Refused = 4,

    /// <summary>It failed.</summary>
    Failed = 8,
}
