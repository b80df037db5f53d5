namespace Syntra.Streams.State;

/// <summary>
/// What a store is underneath: ordered bytes. Writes belong to the open epoch until <see cref="Seal"/>, to the sealed
/// epoch until <see cref="CommitSealed"/>; a dirty close keeps neither on disk. Reads see every write at once.
/// Single writer; <see cref="CommitSealed"/> may run on another thread while the writer goes on.
/// </summary>
internal interface IByteStore : IDisposable
{
    long Count { get; }

    /// <summary>True when entries outlive the process.</summary>
    bool Persistent { get; }

    /// <summary>The changelog offset up to which the kept entries are complete; null when unknown. Never beyond what was committed.</summary>
    long? Checkpoint { get; }

    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>Sets an entry; a null value deletes it.</summary>
    void Put(byte[] key, byte[]? value);

    /// <summary>Entries with from &lt;= key and, where given, key &lt; toExclusive, in byte order. The store may be written meanwhile.</summary>
    IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[]? from, byte[]? toExclusive);

    /// <summary>
    /// Applies committed changelog entries; <paramref name="nextOffset"/> becomes the checkpoint. All or nothing: false when
    /// <paramref name="abandoned"/> became true meanwhile and nothing was applied.
    /// </summary>
    bool Restore(IReadOnlyList<KeyValuePair<byte[], byte[]?>> entries, long nextOffset, Func<bool>? abandoned = null);

    /// <summary>Closes the open epoch: what was written so far belongs to the commit that starts now.</summary>
    void Seal();

    /// <summary>The commit of the sealed epoch is known to have succeeded; keep it, with a checkpoint where one is known.</summary>
    void CommitSealed(long? checkpoint);

    /// <summary>Forgets every entry and the checkpoint.</summary>
    void Wipe();
}

/// <summary>Comparisons of keys as bytes.</summary>
internal static class ByteOrder
{
    public static int Compare(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => x.SequenceCompareTo(y);

    /// <summary>The smallest key above every key that starts with <paramref name="prefix"/>; null when there is no bound.</summary>
    public static byte[]? PrefixEnd(ReadOnlySpan<byte> prefix)
    {
        for (var i = prefix.Length - 1; i >= 0; i--)
        {
            if (prefix[i] != 0xFF)
            {
                var end = prefix[..(i + 1)].ToArray();
                end[i]++;
                return end;
            }
        }

        return null;
    }

    /// <summary>The smallest key above <paramref name="key"/>.</summary>
    public static byte[] Successor(ReadOnlySpan<byte> key) => [.. key, 0];
}
