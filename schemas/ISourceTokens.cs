namespace Syntra.Contracts;

/// <summary>
/// Turns an identifier of the source into the token under which the streams know it. Keys, index stores, journals and logs only ever
/// hold tokens; the identifier itself stays inside sealed payloads. The same identifier in the same space always gives the same token.
/// </summary>
public interface ISourceTokens
{
    /// <summary>The token of an identifier.</summary>
    /// <param name="space">One of <see cref="TokenSpaces"/>: equal identifiers of two spaces have unrelated tokens.</param>
    /// <param name="identifier">The identifier as the source writes it; never empty.</param>
    /// <returns>ASCII letters and digits, at most 64 characters; safe as a Kafka key.</returns>
    string Token(string space, string identifier);
}
