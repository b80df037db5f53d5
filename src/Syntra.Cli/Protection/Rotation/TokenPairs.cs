using System.Text.RegularExpressions;
using Syntra.Contracts;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Cli.Protection.Rotation;

/// <summary>The tokens of every identifier that was met, under the key before and the new one.</summary>
internal sealed partial class TokenPairs(ISourceTokens before, ISourceTokens after, int newVersion)
{
    private readonly Dictionary<string, TokenPair> pairs = new(StringComparer.Ordinal);
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<TokenPair> All => pairs.Values;

    /// <summary>Tokens of the key before that were to be renamed and whose identifier was met nowhere.</summary>
    internal IReadOnlyCollection<string> Unknown => unknown;

    internal void Add(RawCharge charge)
    {
        Add(charge.ChargeItemId, TokenSpaces.Charge);
        Add(charge.EncounterId, TokenSpaces.Encounter);
        Add(charge.PersonId, TokenSpaces.Person);
    }

    internal void Add(Phi<string>? identifier, string space)
    {
        if (identifier is not null)
        {
            string old = identifier.Token(before, space);
            pairs.TryAdd(old, new TokenPair(old, identifier.Token(after, space), space));
        }
    }

    /// <summary>A text with every token in it renamed.</summary>
    internal string Rename(string text) => Token().Replace(text, match => Follower(match.Value));

    internal string? RenameOrNull(string? text) => text is null ? null : Rename(text);

    internal IReadOnlyList<string> Rename(IReadOnlyList<string> texts) => [.. texts.Select(Rename)];

    private string Follower(string token)
    {
        if (pairs.TryGetValue(token, out var pair))
        {
            return pair.New;
        }
        // One of the new key was renamed by an earlier try.
        if (Pseudonym.TryParse(token, out var pseudonym) && pseudonym.Version < newVersion)
        {
            unknown.Add(token);
        }
        return token;
    }

    [GeneratedRegex("(?<![a-z0-9])t[0-9]{1,4}[a-z2-7]{26}(?![a-z0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
