namespace Syntra.Governance.Pseudonyms;

/// <summary>Makes tokens of one namespace and authority from UTF-8 to UTF-8, for the path that runs a dozen times a record.</summary>
internal interface IBoundPseudonymizer
{
    /// <summary>Writes the token and says its length.</summary>
    int Tokenise(ReadOnlySpan<byte> value, Span<byte> destination);
}

/// <summary>A pseudonymiser that can be bound; the others are asked through <see cref="IPseudonymizer"/>.</summary>
internal interface IBindablePseudonymizer
{
    /// <summary>Binds. The same tokens as <see cref="IPseudonymizer.Tokenise"/>.</summary>
    IBoundPseudonymizer Bind(string @namespace, string authority);
}
