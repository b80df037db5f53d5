namespace Syntra.Streams.State;

/// <summary>
/// Entries in a hash table; a sorted index of the keys is made at the first scan and kept up from then on,
/// so that stores that are never scanned do not pay for order.
/// </summary>
internal sealed class MemoryByteStore : IByteStore
{
    private readonly Dictionary<byte[], byte[]> _entries = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private SortedKeys? _order;

    public MemoryByteStore() => _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    public long Count => _entries.Count;

    public bool Persistent => false;

    public long? Checkpoint { get; private set; }

    public byte[]? Get(ReadOnlySpan<byte> key) => _lookup.TryGetValue(key, out var value) ? value : null;

    public void Put(byte[] key, byte[]? value)
    {
        if (value is null)
        {
            if (_entries.Remove(key))
            {
                _order?.Remove(key);
            }

            return;
        }

        ref var slot = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var existed);
        slot = value;
        if (!existed)
        {
            _order?.Add(key);
        }
    }

    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[]? from, byte[]? toExclusive)
    {
        _order ??= new SortedKeys(_entries.Keys);
        var key = _order.AtOrAbove(from ?? [], inclusive: true);
        while (key is not null && (toExclusive is null || ByteOrder.Compare(key, toExclusive) < 0))
        {
            if (_entries.TryGetValue(key, out var value))
            {
                yield return new(key, value);
            }

            key = _order.AtOrAbove(key, inclusive: false);
        }
    }

    public bool Restore(IReadOnlyList<KeyValuePair<byte[], byte[]?>> entries, long nextOffset, Func<bool>? abandoned = null)
    {
        // A batch in memory takes a few milliseconds: not worth giving up.
        for (var i = 0; i < entries.Count; i++)
        {
            Put(entries[i].Key, entries[i].Value);
        }

        Checkpoint = nextOffset;
        return true;
    }

    public void Seal()
    {
        // Nothing outlives the process, so epochs need not be told apart: after an abort the task restores from the changelog.
    }

    public void CommitSealed(long? checkpoint) => Checkpoint = checkpoint ?? Checkpoint;

    public void Wipe()
    {
        _entries.Clear();
        _order = null;
        Checkpoint = null;
    }

    public void Dispose()
    {
    }
}
