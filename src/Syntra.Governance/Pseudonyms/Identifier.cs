namespace Syntra.Governance.Pseudonyms;

/// <summary>An identifier of a person as some authority gave it. PHI: its text form is hidden, so that no log shows it by accident.</summary>
/// <param name="Authority">Assigning authority, for example <c>north-mrn</c>; ours, no PHI.</param>
/// <param name="Value">The identifier as read.</param>
public readonly record struct Identifier(string Authority, string Value)
{
    /// <summary>The authority only.</summary>
    public override string ToString() => $"{Authority}:***";
}
