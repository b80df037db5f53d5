using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Syntra.Governance.Keys;

/// <summary>
/// The current sealing key of each context. The next one is fetched by one caller at a time, in the background once a share of a limit
/// is used up. While the service is down the current key goes on to its limits and no further.
/// </summary>
internal sealed class SealingKeys(IKeyEncryptionService service, IWrappedKeyStore store, DataKeyCacheOptions options, TimeProvider time, KeyAudit audit)
{
    private readonly ConcurrentDictionary<KeyContext, Slot> _slots = new();

    public bool TryReserve(KeyContext context, int bytes, out SealingKey key, out uint count)
    {
        if (bytes > options.MaxBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), "One payload is larger than what a data key may seal.");
        }

        var slot = SlotOf(context);
        var now = time.GetUtcNow();
        if (slot.Current is { } current && current.TryReserve(bytes, now, out count))
        {
            key = current;
            if (current.IsDue(now) && now >= slot.RetryAt)
            {
                RefreshInBackground(context, slot, current);
            }

            return true;
        }

        (key, count) = (null!, 0);
        return false;
    }

    public async ValueTask PrepareAsync(KeyContext context, CancellationToken cancellation)
    {
        var slot = SlotOf(context);
        var seen = slot.Current;
        if (seen is not null && seen.TryReserve(0, time.GetUtcNow(), out _))
        {
            seen.Secret.Release();
            return;
        }

        await Refresh(context, slot, seen).WaitAsync(cancellation);
    }

    public void Evict(string tenant)
    {
        foreach (var (context, slot) in _slots)
        {
            if (tenant == context.Tenant)
            {
                slot.Swap(null);
            }
        }
    }

    public void Clear()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Swap(null);
        }
    }

    private Slot SlotOf(KeyContext context) => _slots.GetOrAdd(context, static _ => new Slot());

    private Task Refresh(KeyContext context, Slot slot, SealingKey? seen)
    {
        lock (slot)
        {
            if (slot.Current != seen)
            {
                return Task.CompletedTask;
            }

            if (slot.Refreshing is null or { IsCompleted: true })
            {
                // One question per retry time, however many payloads wait.
                if (slot.Fault is { } fault && time.GetUtcNow() < slot.RetryAt)
                {
                    return Task.FromException(new KeyException(fault, "The key service gave no data key a moment ago; it is asked again shortly."));
                }

                slot.Refreshing = Fetch(context, slot);
            }

            return slot.Refreshing;
        }
    }

    private void RefreshInBackground(KeyContext context, Slot slot, SealingKey seen) =>
        _ = Refresh(context, slot, seen).ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task Fetch(KeyContext context, Slot slot)
    {
        // The lock of the caller must not be held over the call.
        await Task.Yield();
        var plaintext = GC.AllocateArray<byte>(DataKeyCacheOptions.KeySize, pinned: true);
        try
        {
            var wrapped = await service.GenerateDataKeyAsync(context, plaintext, CancellationToken.None);
            var now = time.GetUtcNow();
            var key = new WrappedDataKey(DataKeyId.Create(), context, wrapped, now);
            store.Put(key);
            audit.Generated(key);
            slot.Fault = null;
            slot.Swap(new SealingKey(key.Id, new SecretKey(plaintext), now, options));
        }
        catch (KeyException e)
        {
            (slot.Fault, slot.RetryAt) = (e.Fault, time.GetUtcNow() + options.RetryAfter);
            audit.Refused(context.Tenant, $"{context.Domain}/{context.Purpose}", e.Fault);
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private sealed class Slot
    {
        private SealingKey? _current;

        public SealingKey? Current => Volatile.Read(ref _current);

        public Task? Refreshing { get; set; }

        public KeyFault? Fault { get; set; }

        public DateTimeOffset RetryAt { get; set; } = DateTimeOffset.MinValue;

        public void Swap(SealingKey? next) => Interlocked.Exchange(ref _current, next)?.Secret.Retire();
    }
}
