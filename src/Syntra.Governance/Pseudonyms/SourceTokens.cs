using System.Collections.Concurrent;
using System.Text;
using Syntra.Contracts;

namespace Syntra.Governance.Pseudonyms;

/// <summary>
/// Tokens of the source's record ids: keyed pseudonyms under the tenant's token key in force. Unlike identifiers of people from several
/// authorities, a record id has one writer, so it goes in as it is: nothing is normalised. Thread-safe.
/// </summary>
public sealed class SourceTokens : ISourceTokens, IDisposable
{
    private const string Authority = "source";

    private readonly ConcurrentDictionary<(int Version, string Space), KeyedNamespace> _namespaces = new();
    private readonly KeyRing _ring;

    /// <summary>Uses the tenant's token keys; the ring is disposed by the caller.</summary>
    /// <param name="ring">The keys.</param>
    /// <param name="version">The version in force; null for the newest. A rotation makes a version before it is in force.</param>
    public SourceTokens(KeyRing ring, int? version = null)
    {
        if (ring.Use != KeyRingUse.Token)
        {
            throw new ArgumentException("Tokens need a key ring for tokens.", nameof(ring));
        }

        _ring = ring;
        Version = version ?? ring.Current;
        if (!ring.Versions.Contains(Version))
        {
            throw new PseudonymException(PseudonymFault.NoKey, $"Tenant '{ring.Tenant}' has no token key of version {Version}.");
        }
    }

    /// <summary>Version of the key that new tokens are made with.</summary>
    public int Version { get; }

    /// <inheritdoc/>
    public string Token(string space, string identifier) => Under(Version, space, identifier).Value;

    /// <summary>The tokens of an identifier under every key version that is kept, newest first: what was written before a rotation has an older one.</summary>
    public IReadOnlyList<Pseudonym> AllVersions(string space, string identifier) =>
        [.. _ring.Versions.Reverse().Select(version => Under(version, space, identifier))];

    /// <summary>The token under one key version.</summary>
    public Pseudonym Under(int version, string space, string identifier)
    {
        var bytes = Encoding.UTF8.GetBytes(identifier);
        return _namespaces.GetOrAdd((version, space), static (k, ring) => new KeyedNamespace(ring, k.Version, k.Space), _ring).Tokenise(Authority, bytes);
    }

    /// <summary>Wipes derived keys.</summary>
    public void Dispose()
    {
        foreach (var ns in _namespaces.Values)
        {
            ns.Dispose();
        }
    }
}
