using System.Collections.Concurrent;
using System.Security.Cryptography;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Pseudonyms;

/// <summary>
/// HMAC-SHA-256 over LP("syntra.token.v1"), LP(tenant), LP(namespace), LP(authority), LP(normal form), under a key of this tenant,
/// namespace and version alone. The hash objects are pooled: one of them serves one thread at a time.
/// </summary>
internal sealed class KeyedNamespace : IDisposable
{
    private readonly ConcurrentBag<IncrementalHash> _pool = [];
    private readonly byte[] _key;
    private readonly byte[] _prefix;
    private readonly int _version;

    public KeyedNamespace(KeyRing ring, int version, string name)
    {
        _version = version;
        _key = ring.Derive(version, "syntra.token.v1", ring.Tenant, name);
        _prefix = LengthPrefixed.Of("syntra.token.v1", ring.Tenant, name);
    }

    public Pseudonym Tokenise(string authority, ReadOnlySpan<byte> normal)
    {
        Span<byte> input = stackalloc byte[256];
        var size = _prefix.Length + LengthPrefixed.SizeOf(authority) + sizeof(int) + normal.Length;
        input = size <= input.Length ? input : new byte[size];
        var fields = new LengthPrefixed(input);
        fields.AddRaw(_prefix);
        fields.Add(authority);
        fields.Add(normal);

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hash = _pool.TryTake(out var pooled) ? pooled : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(fields.Written);
        hash.GetHashAndReset(mac);
        _pool.Add(hash);
        CryptographicOperations.ZeroMemory(input);
        return Pseudonym.Keyed(_version, mac);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        while (_pool.TryTake(out var hash))
        {
            hash.Dispose();
        }
    }
}
