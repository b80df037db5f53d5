namespace Syntra.Streams.State;

/// <summary>Writes that wait for their commit; a null value is a deletion.</summary>
internal sealed class Overlay
{
    private readonly Dictionary<byte[], byte[]?> _entries = new(ByteKeyComparer.Instance);
    private SortedKeys? _order;

    public int Count => _entries.Count;

    public IReadOnlyCollection<KeyValuePair<byte[], byte[]?>> Entries => _entries;

    public bool TryGet(ReadOnlySpan<byte> key, out byte[]? value) =>
        _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out value);

    public void Set(byte[] key, byte[]? value)
    {
        ref var slot = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var existed);
        slot = value;
        if (!existed)
        {
            _order?.Add(key);
        }
    }

    /// <summary>Copies the writes above <paramref name="start"/>, up to <paramref name="last"/> included or below <paramref name="toExclusive"/>.</summary>
    public void CopyTo(IDictionary<byte[], byte[]?> target, byte[] start, bool inclusive, byte[]? last, byte[]? toExclusive)
    {
        if (_entries.Count == 0)
        {
            return;
        }

        _order ??= new SortedKeys(_entries.Keys);
        for (var key = _order.AtOrAbove(start, inclusive); key is not null; key = _order.AtOrAbove(key, inclusive: false))
        {
            if ((last is not null && ByteOrder.Compare(key, last) > 0) || (toExclusive is not null && ByteOrder.Compare(key, toExclusive) >= 0))
            {
                return;
            }

            target[key] = _entries[key];
        }
    }
}
