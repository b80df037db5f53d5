namespace Syntra.Governance.Pseudonyms;

/// <summary>Why no pseudonym or no shifted date was made.</summary>
public enum PseudonymFault
{
    /// <summary>No rule says how this authority writes its identifiers.</summary>
    UnknownAuthority,

    /// <summary>The identifier is empty, too long, or has characters that identifiers do not have.</summary>
    Malformed,

    /// <summary>The patient is not known, so no offset can be the same on all of the patient's records.</summary>
    UnknownPatient,

    /// <summary>The token is not in the vault.</summary>
    UnknownToken,

    /// <summary>Who, why or ticket is missing.</summary>
    NotJustified,

    /// <summary>The tenant has no key for this.</summary>
    NoKey,

    /// <summary>The shifted date lies outside of the calendar.</summary>
    OutOfRange,
}

/// <summary>No pseudonym or no shifted date was made. Never holds the identifier.</summary>
public sealed class PseudonymException : Exception
{
    /// <summary>Makes one.</summary>
    public PseudonymException(PseudonymFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>Why.</summary>
    public PseudonymFault Fault { get; }
}
