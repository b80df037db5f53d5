using Microsoft.Win32.SafeHandles;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>
/// One file of consecutive batches and its index. Counted leases keep the file open for readers, also after retention or compaction has
/// dropped it; the last one to let go closes it. Mutation happens under the lock of its <see cref="PartitionLog"/>.
/// </summary>
internal sealed class LogSegment
{
    private readonly SafeFileHandle file;
    private int leases = 1;

    private LogSegment(string path, long baseOffset, SafeFileHandle file, SegmentIndex index, long created)
    {
        Path = path;
        BaseOffset = baseOffset;
        this.file = file;
        Index = index;
        Created = created;
    }

    public string Path { get; private set; }

    public long BaseOffset { get; }

    public SegmentIndex Index { get; private set; }

    /// <summary>Wall-clock milliseconds at which this segment got its first batch in this process, or was opened; segment.ms counts from here.</summary>
    public long Created { get; set; }

    public long Size { get; private set; }

    public long NextOffset => Index.NextOffset;

    public string IndexPath => System.IO.Path.ChangeExtension(Path, ".index");

    public static LogSegment Create(string directory, long baseOffset, long now, string extension = ".log")
    {
        var path = System.IO.Path.Combine(directory, baseOffset.ToString("D20", System.Globalization.CultureInfo.InvariantCulture) + extension);
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return new LogSegment(path, baseOffset, handle, new SegmentIndex { NextOffset = baseOffset }, now);
    }

    /// <summary>Opens an existing file; whatever its index does not cover has yet to be scanned by recovery.</summary>
    public static LogSegment Open(string path, long now)
    {
        var baseOffset = long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), System.Globalization.CultureInfo.InvariantCulture);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var index = SegmentIndex.Load(System.IO.Path.ChangeExtension(path, ".index")) ?? new SegmentIndex { NextOffset = baseOffset };
        var segment = new LogSegment(path, baseOffset, handle, index, now) { Size = RandomAccess.GetLength(handle) };
        if (index.Covered > segment.Size)
        {
            segment.Index = new SegmentIndex { NextOffset = baseOffset };
        }

        return segment;
    }

    /// <summary>Writes one whole batch at the end. A failed write leaves the segment as it was.</summary>
    public void Append(ReadOnlySpan<byte> batch, BatchHeader header, IWriteFault? fault)
    {
        try
        {
            fault?.BeforeWrite(Path, batch.Length);
            RandomAccess.Write(file, batch, Size);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file, Size);
            throw;
        }

        Note(header, Size);
        Size += batch.Length;
        Index.Covered = Size;
    }

    /// <summary>Takes a batch that is already in the file into the index.</summary>
    public void Note(BatchHeader header, long position)
    {
        if (Index.LastPosition < 0 || position - Index.LastPosition >= SegmentIndex.Interval)
        {
            Index.Add(new((int)(header.BaseOffset - BaseOffset), (int)position, Index.MaxTimestamp));
        }

        Index.MaxTimestamp = Math.Max(Index.MaxTimestamp, header.MaxTimestamp);
        Index.NextOffset = header.LastOffset + 1;
        Index.Covered = position + header.TotalSize;
    }

    public void Truncate(long size, long nextOffset)
    {
        RandomAccess.SetLength(file, size);
        Size = size;
        Index.TruncateTo(size, nextOffset);
    }

    public void ReadExactly(Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, position);
            if (read == 0)
            {
                throw new EndOfStreamException("a segment is shorter than its index says");
            }

            destination = destination[read..];
            position += read;
        }
    }

    /// <summary>When the file was last written, as the file system tells; compaction carries it over to what it rewrites.</summary>
    public long LastWriteMs
    {
        get => new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixTimeMilliseconds();
        set => File.SetLastWriteTimeUtc(file, DateTimeOffset.FromUnixTimeMilliseconds(value).UtcDateTime);
    }

    /// <summary>Takes the place of another segment's file. A stale index must never describe the new bytes, so it goes first.</summary>
    public void Replace(LogSegment other)
    {
        File.Delete(other.IndexPath);
        File.Move(Path, other.Path, overwrite: true);
        Path = other.Path;
        AtomicFile.Write(IndexPath, Index.Encode(), durable: false);
    }

    /// <summary>Returns when the disk has every byte of the file (fsync).</summary>
    public void Flush(IWriteFault? fault = null)
    {
        fault?.BeforeFlush(Path);
        RandomAccess.FlushToDisk(file);
        fault?.Flushed(Path);
    }

    public bool TryAcquire()
    {
        for (var current = Volatile.Read(ref leases); current > 0; current = Volatile.Read(ref leases))
        {
            if (Interlocked.CompareExchange(ref leases, current + 1, current) == current)
            {
                return true;
            }
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref leases) > 0)
        {
            return;
        }

        file.Dispose();
    }

    /// <summary>
    /// Deletes the files and gives up the owner's lease. Readers with a lease go on reading what no longer has a name; deleting later
    /// could hit a new file of the same name.
    /// </summary>
    public void Drop()
    {
        File.Delete(Path);
        File.Delete(IndexPath);
        Release();
    }
}
