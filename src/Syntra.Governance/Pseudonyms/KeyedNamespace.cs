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

    public KeyedNamespace(KeyRing ring, int version, string name)
    {
        Version = version;
        _key = ring.Derive(version, "syntra.token.v1", ring.Tenant, name);
        Prefix = LengthPrefixed.Of("syntra.token.v1", ring.Tenant, name);
    }

    public int Version { get; }

    /// <summary>What every input of this namespace begins with.</summary>
    public byte[] Prefix { get; }

    public Pseudonym Tokenise(string authority, ReadOnlySpan<byte> normal)
    {
        Span<byte> input = stackalloc byte[256];
        var size = Prefix.Length + LengthPrefixed.SizeOf(authority) + sizeof(int) + normal.Length;
        input = size <= input.Length ? input : new byte[size];
        var fields = new LengthPrefixed(input);
        fields.AddRaw(Prefix);
        fields.Add(authority);
        fields.Add(normal);

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(fields.Written, mac);
        CryptographicOperations.ZeroMemory(input);
        return Pseudonym.Keyed(Version, mac);
    }

    public void Mac(ReadOnlySpan<byte> input, Span<byte> mac)
    {
        var hash = _pool.TryTake(out var pooled) ? pooled : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(input);
        hash.GetHashAndReset(mac);
        _pool.Add(hash);
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
