namespace Syntra.Streams.State;

/// <summary>
/// Entries in an SQLite file. The file only ever holds what was committed: writes wait in memory until the Kafka
/// transaction that covers them has succeeded, then go in as one SQLite transaction, with the checkpoint. So a process that
/// dies, or a transaction that aborts, costs nothing but the tail of the changelog.
/// </summary>
internal sealed class SqliteByteStore : IByteStore
{
    private const int ChunkSize = 256;
    private readonly SqliteFile _file;
    private Overlay _open = new();
    private volatile Overlay? _sealed;

    public SqliteByteStore(string path)
    {
        _file = SqliteFile.Open(path);
        Checkpoint = _file.ReadCheckpoint();
    }

    public long Count => _file.Count();

    public bool Persistent => true;

    public long? Checkpoint { get; private set; }

    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        if (_open.TryGet(key, out var value) || (_sealed is { } older && older.TryGet(key, out value)))
        {
            return value;
        }

        return _file.Get(key.ToArray());
    }

    public void Put(byte[] key, byte[]? value) => _open.Set(key, value);

    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(byte[]? from, byte[]? toExclusive)
    {
        var start = from ?? [];
        var inclusive = true;
        while (true)
        {
            // Taken before the file is read: what it held is in the file by the time that it goes away.
            var older = _sealed;
            var rows = _file.Read(start, inclusive, toExclusive, ChunkSize);
            var last = rows.Count == ChunkSize ? rows[^1].Key : null;
            foreach (var entry in Merge(older, rows, start, inclusive, last, toExclusive))
            {
                yield return entry;
            }

            if (last is null)
            {
                yield break;
            }

            (start, inclusive) = (last, false);
        }
    }

    public bool Restore(IReadOnlyList<KeyValuePair<byte[], byte[]?>> entries, long nextOffset, Func<bool>? abandoned = null)
    {
        if (!_file.Write(entries, nextOffset, abandoned))
        {
            return false;
        }

        Checkpoint = nextOffset;
        return true;
    }

    public void Seal()
    {
        if (_sealed is not null)
        {
            throw new InvalidOperationException("The previous commit of this store has not ended.");
        }

        (_sealed, _open) = (_open, new Overlay());
    }

    public void CommitSealed(long? checkpoint)
    {
        var done = _sealed;
        if (done is null)
        {
            return;
        }

        if (done.Count > 0 || checkpoint is not null)
        {
            _file.Write(done.Entries, checkpoint);
            Checkpoint = checkpoint ?? Checkpoint;
        }

        // Only now: a reader on the stream's thread finds each entry here or, from this moment on, in the file.
        _sealed = null;
    }

    public void Wipe()
    {
        (_open, _sealed) = (new Overlay(), null);
        _file.Clear();
        Checkpoint = null;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>One chunk of the file's rows with the writes that wait in memory laid over them.</summary>
    private List<KeyValuePair<byte[], byte[]>> Merge(
        Overlay? older, List<KeyValuePair<byte[], byte[]>> rows, byte[] start, bool inclusive, byte[]? last, byte[]? toExclusive)
    {
        var waiting = new SortedDictionary<byte[], byte[]?>(KeyOrder.Instance);
        older?.CopyTo(waiting, start, inclusive, last, toExclusive);
        _open.CopyTo(waiting, start, inclusive, last, toExclusive);
        if (waiting.Count == 0)
        {
            return rows;
        }

        foreach (var row in rows)
        {
            waiting.TryAdd(row.Key, row.Value);
        }

        return [.. waiting.Where(e => e.Value is not null).Select(e => new KeyValuePair<byte[], byte[]>(e.Key, e.Value!))];
    }

    private sealed class KeyOrder : IComparer<byte[]>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => ByteOrder.Compare(x, y);
    }
}
