using Syntra.Governance.Audit;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Sealing;

namespace Syntra.Governance.Keys;

/// <summary>Tokens and seals of one tenant whose keys end with the process, for rehearsals, simulations and tests. Audits nothing.</summary>
public sealed class VolatileProtection : IDisposable
{
    private readonly DataKeyCache _cache;
    private readonly KeyRing _ring;

    private VolatileProtection(VolatileKeys keys, DataKeyCache cache, KeyRing ring, string tenant)
    {
        (Keys, _cache, _ring) = (keys, cache, ring);
        Tokens = new SourceTokens(ring);
        Sealer = new RecordSealer(new PayloadSealer(cache, "charge"), tenant);
    }

    /// <summary>Its keys.</summary>
    public VolatileKeys Keys { get; }

    /// <summary>Its tokens.</summary>
    public SourceTokens Tokens { get; }

    /// <summary>Its seal.</summary>
    public RecordSealer Sealer { get; }

    /// <summary>Makes keys, tokens and seal for a tenant.</summary>
    public static async Task<VolatileProtection> CreateAsync(string tenant, TimeProvider time)
    {
        var keys = new VolatileKeys(time);
        await KeyRing.AddVersionAsync(keys, keys, tenant, KeyRingUse.Token, time, Unheard.Instance, "volatile", CancellationToken.None).ConfigureAwait(false);
        var ring = await KeyRing.LoadAsync(keys, keys, tenant, KeyRingUse.Token, CancellationToken.None).ConfigureAwait(false);
        return new VolatileProtection(keys, new DataKeyCache(keys, keys, new DataKeyCacheOptions(), time, Unheard.Instance), ring, tenant);
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        _ring.Dispose();
        _cache.Dispose();
    }

    private sealed class Unheard : IAuditSink
    {
        public static readonly Unheard Instance = new();

        public void Record(AuditEvent entry)
        {
            // Nothing of a volatile tenant outlives the process.
        }
    }
}
