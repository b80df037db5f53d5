using System.Globalization;
using System.Security.Cryptography;
using Syntra.Governance.Audit;
using Syntra.Governance.Keys;

namespace Syntra.Governance.Pseudonyms;

/// <summary>What a key ring derives keys for. The two never share material, so that one can be rotated without the other.</summary>
public enum KeyRingUse
{
    /// <summary>Tokens.</summary>
    Token,

    /// <summary>Offsets of dates.</summary>
    DateShift,
}

/// <summary>
/// A tenant's versioned master keys for one use, wrapped by the key service and kept in its store. Rotating a key-encryption key does
/// not change them, hence changes no token; <see cref="AddVersionAsync"/> does.
/// </summary>
public sealed class KeyRing : IDisposable
{
    private readonly SortedDictionary<int, (byte[] Master, DateTimeOffset Created)> _versions = [];

    private KeyRing(string tenant, KeyRingUse use) => (Tenant, Use) = (tenant, use);

    /// <summary>The tenant.</summary>
    public string Tenant { get; }

    /// <summary>What it is for.</summary>
    public KeyRingUse Use { get; }

    /// <summary>The newest version.</summary>
    public int Current => _versions.Keys.Last();

    /// <summary>All versions, oldest first.</summary>
    public IReadOnlyCollection<int> Versions => _versions.Keys;

    /// <summary>Adds a version (the first one, or a rotation) and says its number.</summary>
    public static async Task<int> AddVersionAsync(
        IKeyEncryptionService service, IWrappedKeyStore store, string tenant, KeyRingUse use, TimeProvider time, IAuditSink audit, string actor, CancellationToken cancellation)
    {
        var version = Stored(store, tenant, use).Select(k => k.Version).DefaultIfEmpty(0).Max() + 1;
        var context = new KeyContext(tenant, DomainOf(use), string.Create(CultureInfo.InvariantCulture, $"v{version}"));
        var plaintext = new byte[DataKeyCacheOptions.KeySize];
        var wrapped = await service.GenerateDataKeyAsync(context, plaintext, cancellation);
        CryptographicOperations.ZeroMemory(plaintext);
        store.Put(new WrappedDataKey(DataKeyId.Create(), context, wrapped, time.GetUtcNow()));
        audit.Record(new AuditEvent
        {
            Kind = AuditKind.KeyRotated,
            Tenant = tenant,
            At = time.GetUtcNow(),
            Actor = actor,
            Object = $"{context.Domain}/{context.Purpose}",
        });
        return version;
    }

    /// <summary>Unwraps all versions.</summary>
    /// <exception cref="PseudonymException">The tenant has none.</exception>
    /// <exception cref="KeyException">The service gave one back not.</exception>
    public static async Task<KeyRing> LoadAsync(IKeyEncryptionService service, IWrappedKeyStore store, string tenant, KeyRingUse use, CancellationToken cancellation)
    {
        var ring = new KeyRing(tenant, use);
        foreach (var (version, key) in Stored(store, tenant, use))
        {
            var master = GC.AllocateArray<byte>(DataKeyCacheOptions.KeySize, pinned: true);
            await service.DecryptAsync(key.Wrapped, key.Context, master, cancellation);
            ring._versions[version] = (master, key.CreatedAt);
        }

        return ring._versions.Count > 0
            ? ring
            : throw new PseudonymException(PseudonymFault.NoKey, $"Tenant '{tenant}' has no {DomainOf(use)} key; make its first version.");
    }

    /// <summary>Wipes all versions.</summary>
    public void Dispose()
    {
        foreach (var (master, _) in _versions.Values)
        {
            CryptographicOperations.ZeroMemory(master);
        }

        _versions.Clear();
    }

    internal static KeyRing OfOneKey(string tenant, KeyRingUse use, ReadOnlySpan<byte> master)
    {
        var ring = new KeyRing(tenant, use);
        ring._versions[1] = (master.ToArray(), DateTimeOffset.UnixEpoch);
        return ring;
    }

    /// <summary>HKDF-SHA256 of a version's master; the fields are length-prefixed, so that no two lists of them collide.</summary>
    internal byte[] Derive(int version, params ReadOnlySpan<string> fields) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _versions[version].Master, DataKeyCacheOptions.KeySize, salt: null, Primitives.LengthPrefixed.Of(fields));

    /// <summary>The version before the current one, while the current one is younger than the window.</summary>
    internal int? PreviousWithin(TimeSpan window, DateTimeOffset now) =>
        _versions.Count > 1 && now < _versions[Current].Created + window ? _versions.Keys.SkipLast(1).Last() : null;

    private static string DomainOf(KeyRingUse use) => use == KeyRingUse.Token ? "token" : "date-shift";

    private static IEnumerable<(int Version, WrappedDataKey Key)> Stored(IWrappedKeyStore store, string tenant, KeyRingUse use) =>
        from key in store.OfTenant(tenant)
        where key.Context.Domain == DomainOf(use)
        select (int.Parse(key.Context.Purpose.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture), key);
}
