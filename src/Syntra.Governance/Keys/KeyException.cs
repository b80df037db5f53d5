namespace Syntra.Governance.Keys;

/// <summary>Why a key was not given.</summary>
public enum KeyFault
{
    /// <summary>The key service cannot be reached or says to come back; try again.</summary>
    Unavailable,

    /// <summary>The caller may not use the key.</summary>
    Denied,

    /// <summary>No such key.</summary>
    NotFound,

    /// <summary>The tenant's keys were destroyed or are being destroyed.</summary>
    Shredded,

    /// <summary>The wrapped key was altered, or belongs to another context.</summary>
    Tampered,

    /// <summary>The request or the key file is not what it must be.</summary>
    Invalid,
}

/// <summary>A key was not given. The message holds ids and codes only.</summary>
public sealed class KeyException : Exception
{
    /// <summary>Makes one.</summary>
    public KeyException(KeyFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>Why.</summary>
    public KeyFault Fault { get; }
}
