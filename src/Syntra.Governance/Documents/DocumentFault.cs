namespace Syntra.Governance.Documents;

/// <summary>Why a document is not used.</summary>
public enum DocumentFault
{
    /// <summary>No signature beside it.</summary>
    Unsigned,

    /// <summary>The signature is not of this content.</summary>
    Altered,

    /// <summary>Signed by somebody who may not.</summary>
    UntrustedKey,

    /// <summary>Signed at a time that is still to come.</summary>
    NotYetSigned,
}
