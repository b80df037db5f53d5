using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Syntra.Governance.Keys;

/// <summary>
/// Unwrapped keys for opening, by id. A key past its age is asked for again; while the service is down it opens for the stale bound
/// longer, audited once an outage, and then no more. Any other refusal wipes it at once.
/// </summary>
internal sealed class OpeningKeys(IKeyEncryptionService service, IWrappedKeyStore store, DataKeyCacheOptions options, TimeProvider time, KeyAudit audit)
{
    private readonly ConcurrentDictionary<DataKeyId, Entry> _entries = new();
    private readonly ConcurrentDictionary<DataKeyId, Task> _loading = new();

    // Keys whose unwrapping failed for want of the service, and when to ask again.
    private readonly ConcurrentDictionary<DataKeyId, DateTimeOffset> _down = new();

    public int Count => _entries.Count;

    /// <summary>A fresh key, held until released; false where <see cref="LoadAsync"/> must be asked first.</summary>
    public bool TryAcquire(DataKeyId id, string tenant, out SecretKey secret)
    {
        secret = null!;
        if (!_entries.TryGetValue(id, out var entry))
        {
            return false;
        }

        var now = time.GetUtcNow();
        if (now >= entry.FreshUntil || !entry.Secret.TryAcquire())
        {
            return false;
        }

        entry.LastUsed = now.UtcTicks;
        if (tenant != entry.Key.Context.Tenant)
        {
            entry.Secret.Release();
            throw WrongTenant(tenant, id);
        }

        secret = entry.Secret;
        if (now.UtcTicks >= entry.NextTry)
        {
            entry.NextTry = (now + options.RetryAfter).UtcTicks;
            RefreshInBackground(id, tenant);
        }

        return true;
    }

    /// <summary>Unwraps the key, or grants a stale one its next stretch; throws where neither may be.</summary>
    public async ValueTask LoadAsync(DataKeyId id, string tenant, CancellationToken cancellation)
    {
        var task = _loading.GetOrAdd(id, static (i, s) => s.Self.Load(i, s.tenant), (Self: this, tenant));
        try
        {
            await task.WaitAsync(cancellation);
        }
        finally
        {
            _loading.TryRemove(KeyValuePair.Create(id, task));
        }
    }

    public void Evict(string tenant)
    {
        foreach (var entry in _entries.Values.Where(e => tenant == e.Key.Context.Tenant))
        {
            Remove(entry);
        }
    }

    public void Clear()
    {
        foreach (var entry in _entries.Values)
        {
            Remove(entry);
        }
    }

    private void RefreshInBackground(DataKeyId id, string tenant) =>
        _ = LoadAsync(id, tenant, CancellationToken.None).AsTask().ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task Load(DataKeyId id, string tenant)
    {
        await Task.Yield();
        if (_down.TryGetValue(id, out var until) && time.GetUtcNow() < until)
        {
            throw new KeyException(KeyFault.Unavailable, $"The key service did not unwrap data key {id} a moment ago; it is asked again shortly.");
        }

        var key = store.Find(id);
        if (key is null)
        {
            audit.Refused(tenant, id.ToString(), KeyFault.NotFound);
            throw new KeyException(KeyFault.NotFound, $"Data key {id} is not in the store: shredded, or from elsewhere.");
        }

        if (tenant != key.Context.Tenant)
        {
            throw WrongTenant(tenant, id);
        }

        var plaintext = GC.AllocateArray<byte>(DataKeyCacheOptions.KeySize, pinned: true);
        try
        {
            await service.DecryptAsync(key.Wrapped, key.Context, plaintext, CancellationToken.None);
            Keep(new Entry(key, new SecretKey(plaintext), time.GetUtcNow(), options));
            _down.TryRemove(id, out _);
            audit.Unwrapped(key);
        }
        catch (KeyException e) when (e.Fault == KeyFault.Unavailable && GrantStale(id))
        {
            // The outage is audited by GrantStale; reading goes on within the bound.
        }
        catch (KeyException e)
        {
            if (_entries.TryGetValue(id, out var entry))
            {
                Remove(entry);
            }

            if (e.Fault == KeyFault.Unavailable)
            {
                _down[id] = time.GetUtcNow() + options.RetryAfter;
            }

            audit.Refused(tenant, id.ToString(), e.Fault);
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private bool GrantStale(DataKeyId id)
    {
        var now = time.GetUtcNow();
        if (!_entries.TryGetValue(id, out var entry) || now >= entry.LoadedAt + options.OpenMaxAge + options.StaleBound)
        {
            return false;
        }

        if (now < entry.LoadedAt + options.OpenMaxAge)
        {
            return true;
        }

        if (!entry.Stale)
        {
            entry.Stale = true;
            audit.UsedStale(entry.Key);
        }

        var end = entry.LoadedAt + options.OpenMaxAge + options.StaleBound;
        entry.FreshUntil = now + options.RetryAfter < end ? now + options.RetryAfter : end;
        return true;
    }

    private void Keep(Entry entry)
    {
        if (_entries.TryGetValue(entry.Key.Id, out var old))
        {
            Remove(old);
        }

        _entries[entry.Key.Id] = entry;
        while (_entries.Count > options.MaxOpenKeys && _entries.Values.Where(e => e != entry).MinBy(e => e.LastUsed) is { } oldest)
        {
            Remove(oldest);
        }
    }

    private void Remove(Entry entry)
    {
        _entries.TryRemove(KeyValuePair.Create(entry.Key.Id, entry));
        entry.Secret.Retire();
    }

    private KeyException WrongTenant(string tenant, DataKeyId id)
    {
        audit.Refused(tenant, id.ToString(), KeyFault.Denied);
        return new KeyException(KeyFault.Denied, $"Data key {id} is another tenant's than '{tenant}'.");
    }

    private sealed class Entry(WrappedDataKey key, SecretKey secret, DateTimeOffset loadedAt, DataKeyCacheOptions options)
    {
        private long _freshUntil = (loadedAt + options.OpenMaxAge).UtcTicks;

        public WrappedDataKey Key => key;

        public SecretKey Secret => secret;

        public DateTimeOffset LoadedAt => loadedAt;

        public DateTimeOffset FreshUntil
        {
            get => new(Volatile.Read(ref _freshUntil), TimeSpan.Zero);
            set => Volatile.Write(ref _freshUntil, value.UtcTicks);
        }

        public long LastUsed { get; set; } = loadedAt.UtcTicks;

        // When the background asks for it again.
        public long NextTry { get; set; } = (loadedAt + (options.OpenMaxAge * options.RefreshAt)).UtcTicks;

        public bool Stale { get; set; }
    }
}
