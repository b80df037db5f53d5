using Syntra.Governance.Audit;

namespace Syntra.Governance.Keys;

/// <summary>
/// Data keys in memory, within limits on age, messages and bytes, wiped when they end. Thread-safe. While the key service is down:
/// payloads are opened for a bounded time, sealing goes on to the current key's limits, no new key is made; all of it is audited.
/// </summary>
public sealed class DataKeyCache : IDisposable
{
    /// <summary>Makes an empty cache.</summary>
    public DataKeyCache(IKeyEncryptionService service, IWrappedKeyStore store, DataKeyCacheOptions options, TimeProvider time, IAuditSink audit)
    {
        options = options.Checked();
        var said = new KeyAudit(audit, time, options.Actor);
        Sealing = new SealingKeys(service, store, options, time, said);
        Opening = new OpeningKeys(service, store, options, time, said);
    }

    internal SealingKeys Sealing { get; }

    internal OpeningKeys Opening { get; }

    /// <summary>Fetches the sealing key of a context now, so that the first payload does not wait for it.</summary>
    /// <exception cref="KeyException">The service gave none.</exception>
    public ValueTask PrepareAsync(KeyContext context, CancellationToken cancellation) => Sealing.PrepareAsync(context, cancellation);

    /// <summary>Wipes every key of a tenant.</summary>
    public void Evict(string tenant)
    {
        Sealing.Evict(tenant);
        Opening.Evict(tenant);
    }

    /// <summary>Wipes every key.</summary>
    public void Dispose()
    {
        Sealing.Clear();
        Opening.Clear();
    }
}
