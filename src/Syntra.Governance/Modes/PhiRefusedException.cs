namespace Syntra.Governance.Modes;

/// <summary>Why a record did not pass.</summary>
public enum PhiRefusal
{
    /// <summary>A field that nobody declared.</summary>
    UnknownField,

    /// <summary>A field has another shape than declared, for example an object where a value was declared.</summary>
    Shape,

    /// <summary>The record is not JSON, or too deep.</summary>
    Malformed,

    /// <summary>The mode lets no row out.</summary>
    AggregateOnly,
}

/// <summary>A record did not pass. Names declared paths and byte positions, never a value and never an undeclared name (it may be one).</summary>
public sealed class PhiRefusedException : Exception
{
    /// <summary>Makes one.</summary>
    public PhiRefusedException(PhiRefusal refusal, string message)
        : base(message) => Refusal = refusal;

    /// <summary>Why.</summary>
    public PhiRefusal Refusal { get; }
}
