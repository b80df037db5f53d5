namespace Syntra.Streams.State;

/// <summary>Keys in byte order, in chunks of bounded size: insertion moves at most one chunk, finding is two binary searches.</summary>
internal sealed class SortedKeys
{
    private const int MaxChunk = 512;
    private readonly List<List<byte[]>> _chunks = [];

    public SortedKeys(IEnumerable<byte[]> keys)
    {
        var all = keys.ToArray();
        Array.Sort(all, static (x, y) => ByteOrder.Compare(x, y));
        foreach (var part in all.Chunk(MaxChunk / 2))
        {
            _chunks.Add([.. part]);
        }
    }

    public void Add(byte[] key)
    {
        if (_chunks.Count == 0)
        {
            _chunks.Add([key]);
            return;
        }

        var at = Math.Max(0, ChunkOf(key));
        var chunk = _chunks[at];
        var index = LowerBound(chunk, key);
        if (index < chunk.Count && ByteOrder.Compare(chunk[index], key) == 0)
        {
            return;
        }

        chunk.Insert(index, key);
        if (chunk.Count > MaxChunk)
        {
            _chunks.Insert(at + 1, chunk.GetRange(MaxChunk / 2, chunk.Count - (MaxChunk / 2)));
            chunk.RemoveRange(MaxChunk / 2, chunk.Count - (MaxChunk / 2));
        }
    }

    public void Remove(byte[] key)
    {
        var at = ChunkOf(key);
        if (at < 0)
        {
            return;
        }

        var chunk = _chunks[at];
        var index = LowerBound(chunk, key);
        if (index < chunk.Count && ByteOrder.Compare(chunk[index], key) == 0)
        {
            chunk.RemoveAt(index);
            if (chunk.Count == 0)
            {
                _chunks.RemoveAt(at);
            }
        }
    }

    /// <summary>The first key at or above <paramref name="key"/>, or strictly above it; null at the end.</summary>
    public byte[]? AtOrAbove(byte[] key, bool inclusive)
    {
        var at = Math.Max(0, ChunkOf(key));
        if (at >= _chunks.Count)
        {
            return null;
        }

        var chunk = _chunks[at];
        var index = LowerBound(chunk, key);
        if (!inclusive && index < chunk.Count && ByteOrder.Compare(chunk[index], key) == 0)
        {
            index++;
        }

        return index < chunk.Count ? chunk[index] : at + 1 < _chunks.Count ? _chunks[at + 1][0] : null;
    }

    /// <summary>The last chunk whose first key is at or below <paramref name="key"/>; -1 when every chunk starts above it.</summary>
    private int ChunkOf(byte[] key)
    {
        int low = 0, high = _chunks.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ByteOrder.Compare(_chunks[middle][0], key) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private static int LowerBound(List<byte[]> chunk, byte[] key)
    {
        int low = 0, high = chunk.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ByteOrder.Compare(chunk[middle], key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
