using Syntra.Streams.Errors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>
/// Tells stores that their sealed epoch is committed. Stores on disk also get, now and then, the changelog offset up to which
/// they are complete: the last stable offset, asked for after the commit and before the next one can begin. It is a lower
/// bound, so a restore may repeat a little, and never misses anything.
/// </summary>
internal sealed class Checkpointer(
    Func<IReadOnlyCollection<PartitionId>, IReadOnlyDictionary<PartitionId, long>> stableOffsets,
    Func<StoreInstance, PartitionId?> changelogOf,
    TimeProvider time,
    TimeSpan interval)
{
    private long _last = time.GetTimestamp();

    public void Committed(IReadOnlyList<StoreInstance> stores)
    {
        IReadOnlyDictionary<PartitionId, long>? positions = null;
        if (stores.Any(s => s.Bytes.Persistent) && time.GetElapsedTime(_last) >= interval)
        {
            positions = TryPositions(stores);
            _last = time.GetTimestamp();
        }

        foreach (var store in stores)
        {
            store.Bytes.CommitSealed(changelogOf(store) is { } at && positions is not null && positions.TryGetValue(at, out var p) ? p : null);
        }
    }

    /// <summary>At a clean close, after the last commit: every store learns how far it is complete.</summary>
    public void Close(IReadOnlyList<StoreInstance> stores)
    {
        var positions = Positions(stores);
        foreach (var store in stores)
        {
            store.Bytes.Seal();
            store.Bytes.CommitSealed(changelogOf(store) is { } at && positions.TryGetValue(at, out var p) ? p : null);
        }
    }

    /// <summary>Null where the brokers cannot say now: the commit stands, and the next one asks again.</summary>
    private IReadOnlyDictionary<PartitionId, long>? TryPositions(IReadOnlyList<StoreInstance> stores)
    {
        try
        {
            return Positions(stores);
        }
        catch (ClientException e) when (e.Kind == ErrorKind.Retriable)
        {
            return null;
        }
    }

    private IReadOnlyDictionary<PartitionId, long> Positions(IReadOnlyList<StoreInstance> stores) =>
        stableOffsets([.. stores.Select(changelogOf).OfType<PartitionId>()]);
}
