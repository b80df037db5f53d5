using System.Buffers.Binary;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>One entry: the batch at <paramref name="Position"/>; all batches before it have timestamps up to <paramref name="TimestampBefore"/>.</summary>
internal readonly record struct IndexEntry(int RelativeOffset, int Position, long TimestampBefore);

/// <summary>One aborted transaction: read_committed readers skip its data between the two offsets; the last one is its marker.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

/// <summary>
/// Sparse offset and time index of one segment, with the transactions that were aborted in it. Kept in memory (16 bytes per
/// <see cref="Interval"/> bytes of log) and saved beside the segment; whatever the file does not cover is scanned again.
/// </summary>
internal sealed class SegmentIndex
{
    public const int Interval = 8 * 1024;
    private const int Magic = 0x534B4958;
    private const int HeaderSize = 40;
    private readonly List<IndexEntry> entries = [];
    private readonly List<AbortedTransaction> aborted = [];

    public IReadOnlyList<AbortedTransaction> Aborted => aborted;

    /// <summary>Length of log that this index describes.</summary>
    public long Covered { get; set; }

    /// <summary>Offset after the last batch covered.</summary>
    public long NextOffset { get; set; }

    public long MaxTimestamp { get; set; } = -1;

    public int LastPosition => entries.Count == 0 ? -1 : entries[^1].Position;

    public void Add(IndexEntry entry) => entries.Add(entry);

    public void AddAborted(AbortedTransaction transaction) => aborted.Add(transaction);

    /// <summary>Position to scan from for the batch that holds the offset.</summary>
    public int FloorByOffset(long relativeOffset) => Floor(e => e.RelativeOffset <= relativeOffset);

    public int FloorByPosition(long position) => Floor(e => e.Position <= position);

    /// <summary>Position to scan from for the first batch with a timestamp at or after this one.</summary>
    public int FloorByTimestamp(long timestamp) => Floor(e => e.TimestampBefore < timestamp);

    public void TruncateTo(long position, long nextOffset)
    {
        entries.RemoveAll(e => e.Position >= position);
        aborted.RemoveAll(a => a.LastOffset >= nextOffset);
        Covered = position;
        NextOffset = nextOffset;
    }

    /// <summary>The index as bytes with a CRC at the end.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[HeaderSize + (entries.Count * 16) + (aborted.Count * 24) + 4];
        var b = bytes.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(b, Magic);
        BinaryPrimitives.WriteInt64BigEndian(b[4..], Covered);
        BinaryPrimitives.WriteInt64BigEndian(b[12..], NextOffset);
        BinaryPrimitives.WriteInt64BigEndian(b[20..], MaxTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(b[28..], entries.Count);
        BinaryPrimitives.WriteInt32BigEndian(b[32..], aborted.Count);
        var at = HeaderSize;
        foreach (var e in entries)
        {
            BinaryPrimitives.WriteInt32BigEndian(b[at..], e.RelativeOffset);
            BinaryPrimitives.WriteInt32BigEndian(b[(at + 4)..], e.Position);
            BinaryPrimitives.WriteInt64BigEndian(b[(at + 8)..], e.TimestampBefore);
            at += 16;
        }

        foreach (var a in aborted)
        {
            BinaryPrimitives.WriteInt64BigEndian(b[at..], a.ProducerId);
            BinaryPrimitives.WriteInt64BigEndian(b[(at + 8)..], a.FirstOffset);
            BinaryPrimitives.WriteInt64BigEndian(b[(at + 16)..], a.LastOffset);
            at += 24;
        }

        BinaryPrimitives.WriteUInt32BigEndian(b[at..], Crc32C.Compute(b[..at]));
        return bytes;
    }

    /// <summary>Null where the file is absent or damaged.</summary>
    public static SegmentIndex? Load(string path)
    {
        if (AtomicFile.Read(path) is not { Length: >= HeaderSize + 4 } bytes)
        {
            return null;
        }

        ReadOnlySpan<byte> b = bytes;
        if (BinaryPrimitives.ReadInt32BigEndian(b) != Magic || BinaryPrimitives.ReadUInt32BigEndian(b[^4..]) != Crc32C.Compute(b[..^4]))
        {
            return null;
        }

        var index = new SegmentIndex
        {
            Covered = BinaryPrimitives.ReadInt64BigEndian(b[4..]),
            NextOffset = BinaryPrimitives.ReadInt64BigEndian(b[12..]),
            MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(b[20..]),
        };
        index.Fill(b);
        return index;
    }

    private void Fill(ReadOnlySpan<byte> b)
    {
        var at = HeaderSize;
        for (var n = BinaryPrimitives.ReadInt32BigEndian(b[28..]); n > 0; n--, at += 16)
        {
            entries.Add(new(
                BinaryPrimitives.ReadInt32BigEndian(b[at..]),
                BinaryPrimitives.ReadInt32BigEndian(b[(at + 4)..]),
                BinaryPrimitives.ReadInt64BigEndian(b[(at + 8)..])));
        }

        for (var n = BinaryPrimitives.ReadInt32BigEndian(b[32..]); n > 0; n--, at += 24)
        {
            aborted.Add(new(
                BinaryPrimitives.ReadInt64BigEndian(b[at..]),
                BinaryPrimitives.ReadInt64BigEndian(b[(at + 8)..]),
                BinaryPrimitives.ReadInt64BigEndian(b[(at + 16)..])));
        }
    }

    /// <summary>Position of the last entry that satisfies a condition which is true up to some entry and false after it; 0 where none does.</summary>
    private int Floor(Func<IndexEntry, bool> holds)
    {
        int low = 0, high = entries.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(entries[middle]))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? 0 : entries[low - 1].Position;
    }
}
