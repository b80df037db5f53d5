using Syntra.Governance.Audit;

namespace Syntra.Governance.Keys;

/// <summary>What a rotation did.</summary>
/// <param name="KekId">The key-encryption key that is now current.</param>
/// <param name="Rewrapped">Data keys now under it.</param>
public sealed record KekRotation(string KekId, int Rewrapped);

/// <summary>What a shredding did.</summary>
/// <param name="KekId">The key-encryption key that was ended.</param>
/// <param name="DataKeysDeleted">Wrapped data keys removed.</param>
/// <param name="FinalAt">From when on nothing can be called back.</param>
public sealed record Shredding(string KekId, int DataKeysDeleted, DateTimeOffset? FinalAt);

/// <summary>Rotation and shredding as an operator does them; both may be run again after a crash and go on where they were.</summary>
public sealed class KeyLifecycle
{
    private readonly IKeyEncryptionService _service;
    private readonly IWrappedKeyStore _store;
    private readonly DataKeyCache _cache;
    private readonly KeyAudit _audit;

    /// <summary>Works on one service, its store of wrapped keys and the cache of this process.</summary>
    public KeyLifecycle(IKeyEncryptionService service, IWrappedKeyStore store, DataKeyCache cache, TimeProvider time, IAuditSink audit, string actor)
    {
        _service = service;
        _store = store;
        _cache = cache;
        _audit = new KeyAudit(audit, time, actor);
    }

    /// <summary>A new version of the tenant's key-encryption key, and every data key rewrapped under it. Payloads and tokens stay as they are.</summary>
    public async Task<KekRotation> RotateKekAsync(string tenant, CancellationToken cancellation)
    {
        var kek = await _service.RotateAsync(tenant, cancellation);
        var keys = _store.OfTenant(tenant);
        foreach (var key in keys)
        {
            _store.Put(key with { Wrapped = await _service.ReEncryptAsync(key.Wrapped, key.Context, cancellation) });
        }

        _audit.Rotated(tenant, kek.KekId, keys.Count);
        return new KekRotation(kek.KekId, keys.Count);
    }

    /// <summary>Ends everything sealed for the tenant: its key-encryption key, its wrapped data keys, and what this process holds in memory.</summary>
    public async Task<Shredding> ShredTenantAsync(string tenant, CancellationToken cancellation)
    {
        var kek = await _service.ShredAsync(tenant, cancellation);
        _cache.Evict(tenant);
        var deleted = _store.DeleteTenant(tenant);
        _audit.Shredded(tenant, kek.KekId, deleted);
        return new Shredding(kek.KekId, deleted, kek.DestroyedAt);
    }
}
