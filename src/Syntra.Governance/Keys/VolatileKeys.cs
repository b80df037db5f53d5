using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Syntra.Governance.Keys;

/// <summary>
/// A key service and its store in memory alone, for rehearsals, simulations and tests: what is sealed under it is lost with the process.
/// </summary>
public sealed class VolatileKeys : IKeyEncryptionService, IWrappedKeyStore
{
    private readonly ConcurrentDictionary<string, LocalTenantKeys> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DataKeyId, WrappedDataKey> _store = new();
    private readonly TimeProvider _time;

    /// <summary>Empty; a tenant's key is made at its first use.</summary>
    public VolatileKeys(TimeProvider time) => _time = time;

    /// <summary>While set, every call of the service fails as a service that cannot be reached does: for rehearsing an outage.</summary>
    public bool IsDown { get; set; }

    /// <inheritdoc/>
    public ValueTask<WrappedKey> GenerateDataKeyAsync(KeyContext context, Memory<byte> plaintext, CancellationToken cancellation)
    {
        RandomNumberGenerator.Fill(plaintext.Span[..DataKeyCacheOptions.KeySize]);
        return ValueTask.FromResult(Wrap(Living(context.Tenant), context, plaintext.Span[..DataKeyCacheOptions.KeySize]));
    }

    /// <inheritdoc/>
    public ValueTask DecryptAsync(WrappedKey wrapped, KeyContext context, Memory<byte> plaintext, CancellationToken cancellation)
    {
        LocalKeyWrap.Unwrap(VersionFor(Living(context.Tenant), wrapped), context, wrapped.Blob, plaintext.Span[..DataKeyCacheOptions.KeySize]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<WrappedKey> ReEncryptAsync(WrappedKey wrapped, KeyContext context, CancellationToken cancellation)
    {
        var plaintext = new byte[DataKeyCacheOptions.KeySize];
        var keys = Living(context.Tenant);
        LocalKeyWrap.Unwrap(VersionFor(keys, wrapped), context, wrapped.Blob, plaintext);
        var again = Wrap(keys, context, plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        return ValueTask.FromResult(again);
    }

    /// <inheritdoc/>
    public ValueTask<KekDescription> DescribeAsync(string tenant, CancellationToken cancellation)
    {
        RequireService();
        var keys = Of(tenant);
        return ValueTask.FromResult(new KekDescription(Name(tenant, keys), keys.Destroyed is null, keys.Destroyed));
    }

    /// <inheritdoc/>
    public ValueTask<KekDescription> RotateAsync(string tenant, CancellationToken cancellation)
    {
        AddVersion(Living(tenant), _time);
        return DescribeAsync(tenant, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<KekDescription> ShredAsync(string tenant, CancellationToken cancellation)
    {
        RequireService();
        var keys = Of(tenant);
        keys.Keys.ForEach(k => CryptographicOperations.ZeroMemory(k.Material));
        keys.Keys.Clear();
        keys.Destroyed ??= _time.GetUtcNow();
        return DescribeAsync(tenant, cancellation);
    }

    /// <inheritdoc/>
    public void Put(WrappedDataKey key) => _store[key.Id] = key;

    /// <inheritdoc/>
    public WrappedDataKey? Find(DataKeyId id) => _store.GetValueOrDefault(id);

    /// <inheritdoc/>
    public IReadOnlyList<WrappedDataKey> OfTenant(string tenant) =>
        [.. _store.Values.Where(k => k.Context.Tenant == tenant).OrderBy(k => k.CreatedAt).ThenBy(k => k.Id.Value)];

    /// <inheritdoc/>
    public int DeleteTenant(string tenant) => OfTenant(tenant).Count(k => _store.TryRemove(k.Id, out _));

    private static void AddVersion(LocalTenantKeys keys, TimeProvider time) => keys.Keys.Add(new LocalKek
    {
        Version = (keys.Keys.Count == 0 ? 0 : keys.Keys[^1].Version) + 1,
        Material = RandomNumberGenerator.GetBytes(DataKeyCacheOptions.KeySize),
        Created = time.GetUtcNow(),
    });

    private static string Name(string tenant, LocalTenantKeys keys) => $"volatile:{tenant}/{(keys.Keys.Count == 0 ? 0 : keys.Keys[^1].Version)}";

    private static WrappedKey Wrap(LocalTenantKeys keys, KeyContext context, ReadOnlySpan<byte> plaintext) =>
        new(Name(context.Tenant, keys), LocalKeyWrap.Wrap(keys.Keys[^1], context, plaintext));

    private static LocalKek VersionFor(LocalTenantKeys keys, WrappedKey wrapped) =>
        keys.Keys.Find(k => k.Version == LocalKeyWrap.VersionOf(wrapped.Blob)) ?? throw new KeyException(KeyFault.NotFound, "The key that wrapped this is not there.");

    private LocalTenantKeys Living(string tenant)
    {
        RequireService();
        var keys = Of(tenant);
        return keys.Destroyed is null ? keys : throw new KeyException(KeyFault.Shredded, $"The keys of tenant '{tenant}' were destroyed.");
    }

    private LocalTenantKeys Of(string tenant) => _tenants.GetOrAdd(tenant, _ =>
    {
        var keys = new LocalTenantKeys();
        AddVersion(keys, _time);
        return keys;
    });

    private void RequireService()
    {
        if (IsDown)
        {
            throw new KeyException(KeyFault.Unavailable, "The key service cannot be reached.");
        }
    }
}
