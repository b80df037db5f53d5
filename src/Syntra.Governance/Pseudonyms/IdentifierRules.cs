using System.Collections.Frozen;
using System.Text;

namespace Syntra.Governance.Pseudonyms;

/// <summary>The rules of all authorities that a tenant knows. An authority without a rule is refused, because a guess would split or merge people.</summary>
public sealed class IdentifierRules
{
    private readonly FrozenDictionary<string, AuthorityRule> _rules;

    /// <summary>Holds one rule per authority.</summary>
    public IdentifierRules(IEnumerable<AuthorityRule> rules)
    {
        _rules = rules.ToFrozenDictionary(r => r.Authority, StringComparer.Ordinal);
        if (_rules.Values.FirstOrDefault(r => r.PadTo is < 0 or > AuthorityRule.MaxLength) is { } bad)
        {
            throw new ArgumentException($"Authority '{bad.Authority}': padTo must be 0 to {AuthorityRule.MaxLength}.", nameof(rules));
        }
    }

    /// <summary>The normal form of an identifier.</summary>
    /// <exception cref="PseudonymException">No rule, or not an identifier.</exception>
    public string Normalise(Identifier identifier)
    {
        Span<byte> normal = stackalloc byte[AuthorityRule.MaxLength];
        return Encoding.ASCII.GetString(normal[..Normalise(identifier, normal)]);
    }

    internal int Normalise(Identifier identifier, Span<byte> destination)
    {
        if (identifier.Value is null || identifier.Value.Length > 2 * AuthorityRule.MaxLength)
        {
            throw new PseudonymException(PseudonymFault.Malformed, $"An identifier of '{identifier.Authority}' is missing or too long.");
        }

        Span<byte> utf8 = stackalloc byte[6 * AuthorityRule.MaxLength];
        return RuleOf(identifier.Authority).Normalise(utf8[..Encoding.UTF8.GetBytes(identifier.Value, utf8)], destination);
    }

    internal AuthorityRule RuleOf(string authority) =>
        _rules.GetValueOrDefault(authority)
        ?? throw new PseudonymException(PseudonymFault.UnknownAuthority, $"No rule says how '{authority}' writes its identifiers; add one to the tenant's authorities.");
}
