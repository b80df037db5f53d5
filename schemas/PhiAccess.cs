namespace Syntra.Contracts;

/// <summary>What a value of a person is revealed for. A closed list: a new purpose is a decision made here.</summary>
public sealed class PhiAccess
{
    private PhiAccess(string purpose) => Purpose = purpose;

    /// <summary>The generated codecs, which write the value into a record that is sealed as a whole.</summary>
    public static PhiAccess Codec { get; } = new("codec");

    /// <summary>To make a token of an identifier.</summary>
    public static PhiAccess Tokenisation { get; } = new("tokenisation");

    /// <summary>To judge a record at intake: identifiers that are exact, dates that are dates, the accounting period.</summary>
    public static PhiAccess Intake { get; } = new("intake");

    /// <summary>To apply the domain's mode, which decides what leaves.</summary>
    public static PhiAccess Mode { get; } = new("mode");

    /// <summary>The source's own memory of what it has read and written.</summary>
    public static PhiAccess SourceProgress { get; } = new("source-progress");

    /// <summary>The call to Fusion that a declared disclosure route allows.</summary>
    public static PhiAccess Delivery { get; } = new("delivery");

    /// <summary>A person's question with who, why and ticket, which is audited before it is answered.</summary>
    public static PhiAccess Reidentification { get; } = new("reidentification");

    /// <summary>The purpose in a word.</summary>
    public string Purpose { get; }

    /// <inheritdoc />
    public override string ToString() => Purpose;
}
