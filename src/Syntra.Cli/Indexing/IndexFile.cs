using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Syntra.Cli.Indexing;

/// <summary>
/// The keys of one partition's records in the order of their offsets, appended to a file. What a crash left of an entry, and the entries
/// of the last record, which may not all be there, are dropped when it is opened, and come again. A file that is only read takes what is
/// added into memory.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    private const int EntriesPerRead = 65_536;

    private readonly List<IndexEntry> fresh = [];
    private readonly SafeFileHandle? file;
    private readonly bool writable;
    private long length;

    private IndexFile(SafeFileHandle? file, bool writable)
    {
        this.file = file;
        this.writable = writable;
        length = file is null ? 0 : RandomAccess.GetLength(file) / IndexEntry.Size * IndexEntry.Size;
    }

    /// <summary>The last offset that an entry is of; -1 where there is none.</summary>
    internal long Last => fresh.Count > 0 ? fresh[^1].Offset : length == 0 ? -1 : At(length - IndexEntry.Size).Offset;

    /// <summary>Opens a file, or makes it where it may be written.</summary>
    internal static IndexFile Open(string path, bool writable) => writable
        ? new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read), writable)
        : new(File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite) : null, writable);

    /// <summary>One without a file.</summary>
    internal static IndexFile InMemory() => new(null, writable: false);

    /// <summary>Drops the entries of an offset and of those after it.</summary>
    internal void DropFrom(long offset)
    {
        fresh.RemoveAll(entry => entry.Offset >= offset);
        while (length > 0 && At(length - IndexEntry.Size).Offset >= offset)
        {
            length -= IndexEntry.Size;
        }
    }

    /// <summary>Adds an entry.</summary>
    internal void Add(string key, long offset) => fresh.Add(new IndexEntry(IndexEntry.HashOf(key), offset));

    /// <summary>Brings what was added into the file, where it may be written.</summary>
    internal void Flush()
    {
        if (!writable)
        {
            return;
        }
        RandomAccess.Write(file!, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(fresh)), length);
        length += (long)fresh.Count * IndexEntry.Size;
        RandomAccess.SetLength(file!, length);
        fresh.Clear();
    }

    /// <summary>The offsets of the records with one of the keys, by hash, in their order.</summary>
    internal void Find(IReadOnlySet<ulong> wanted, Action<IndexEntry> found)
    {
        ulong one = wanted.Count == 1 ? wanted.First() : 0;
        var block = new IndexEntry[EntriesPerRead];
        for (long at = 0; at < length;)
        {
            int most = (int)Math.Min(EntriesPerRead, (length - at) / IndexEntry.Size);
            int read = RandomAccess.Read(file!, MemoryMarshal.AsBytes(block.AsSpan(0, most)), at) / IndexEntry.Size;
            Find(block.AsSpan(0, read), wanted, one, found);
            at += (long)Math.Max(read, 1) * IndexEntry.Size;
        }
        Find(CollectionsMarshal.AsSpan(fresh), wanted, one, found);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static void Find(ReadOnlySpan<IndexEntry> entries, IReadOnlySet<ulong> wanted, ulong one, Action<IndexEntry> found)
    {
        bool single = wanted.Count == 1;
        foreach (ref readonly var entry in entries)
        {
            if (single ? entry.Hash == one : wanted.Contains(entry.Hash))
            {
                found(entry);
            }
        }
    }

    private IndexEntry At(long position)
    {
        Span<IndexEntry> entry = stackalloc IndexEntry[1];
        RandomAccess.Read(file!, MemoryMarshal.AsBytes(entry), position);
        return entry[0];
    }
}
