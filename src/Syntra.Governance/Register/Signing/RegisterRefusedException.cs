using Syntra.Governance.Register.Lint;

namespace Syntra.Governance.Register.Signing;

/// <summary>Why a register is not run.</summary>
public enum RegisterFault
{
    /// <summary>No signature beside it.</summary>
    Unsigned,

    /// <summary>The signature is not of this text.</summary>
    Altered,

    /// <summary>Signed by a key that is not the privacy officer's.</summary>
    UntrustedKey,

    /// <summary>Its last day is over.</summary>
    Expired,

    /// <summary>Its first day, or the day of its signature, is still to come.</summary>
    NotYetEffective,

    /// <summary>It has findings: it is malformed, or does not cover a field.</summary>
    NotCovered,

    /// <summary>An older version than the one that ran before.</summary>
    RolledBack,

    /// <summary>Another tenant's.</summary>
    WrongTenant,

    /// <summary>There is no register.</summary>
    Missing,
}

/// <summary>A domain does not start because of its register.</summary>
public sealed class RegisterRefusedException : Exception
{
    /// <summary>Makes one.</summary>
    public RegisterRefusedException(RegisterFault fault, string message, IReadOnlyList<LintFinding>? findings = null)
        : base(message) => (Fault, Findings) = (fault, findings ?? []);

    /// <summary>Why.</summary>
    public RegisterFault Fault { get; }

    /// <summary>What the lint found, where that is why.</summary>
    public IReadOnlyList<LintFinding> Findings { get; }
}
