using System.Collections.Concurrent;

namespace Syntra.Governance.Pseudonyms;

/// <summary>A pseudonym and, within the window after a rotation, the one under the key before.</summary>
/// <param name="Current">Under the current key.</param>
/// <param name="Previous">Under the key before; null outside of the window.</param>
public readonly record struct PseudonymPair(Pseudonym Current, Pseudonym? Previous);

/// <summary>Stateless pseudonyms by keyed hash. What carries them is pseudonymised PHI, still PHI (docs/governance/pseudonyms.md).</summary>
public sealed class KeyedPseudonymizer : IPseudonymizer, IBindablePseudonymizer, IDisposable
{
    private readonly ConcurrentDictionary<(int Version, string Name), KeyedNamespace> _namespaces = new();
    private readonly KeyRing _ring;
    private readonly IdentifierRules _rules;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;

    /// <summary>Uses a key ring for tokens.</summary>
    /// <param name="ring">The tenant's token keys; disposed by the caller.</param>
    /// <param name="rules">The authorities it knows.</param>
    /// <param name="dualWindow">How long after a rotation both tokens are given by <see cref="TokeniseBoth"/>.</param>
    /// <param name="time">Clock for the window.</param>
    public KeyedPseudonymizer(KeyRing ring, IdentifierRules rules, TimeSpan dualWindow, TimeProvider time)
    {
        if (ring.Use != KeyRingUse.Token)
        {
            throw new ArgumentException("Tokens need a key ring for tokens.", nameof(ring));
        }

        (_ring, _rules, _window, _time) = (ring, rules, dualWindow, time);
    }

    /// <inheritdoc/>
    public PseudonymKind Kind => PseudonymKind.Keyed;

    /// <inheritdoc/>
    public Pseudonym Tokenise(string @namespace, Identifier identifier) => Tokenise(_ring.Current, @namespace, identifier);

    /// <summary>Both pseudonyms while the dual window after a rotation is open; for the bridge table and for joins across it.</summary>
    public PseudonymPair TokeniseBoth(string @namespace, Identifier identifier) => new(
        Tokenise(@namespace, identifier),
        _ring.PreviousWithin(_window, _time.GetUtcNow()) is { } previous ? Tokenise(previous, @namespace, identifier) : null);

    IBoundPseudonymizer IBindablePseudonymizer.Bind(string @namespace, string authority) =>
        new BoundPseudonymizer(NamespaceOf(_ring.Current, @namespace), _rules.RuleOf(authority));

    /// <summary>Wipes derived keys.</summary>
    public void Dispose()
    {
        foreach (var ns in _namespaces.Values)
        {
            ns.Dispose();
        }
    }

    private Pseudonym Tokenise(int version, string name, Identifier identifier)
    {
        Span<byte> normal = stackalloc byte[AuthorityRule.MaxLength];
        var length = _rules.Normalise(identifier, normal);
        return NamespaceOf(version, name).Tokenise(identifier.Authority, normal[..length]);
    }

    private KeyedNamespace NamespaceOf(int version, string name) =>
        _namespaces.GetOrAdd((version, name), static (k, ring) => new KeyedNamespace(ring, k.Version, k.Name), _ring);
}
