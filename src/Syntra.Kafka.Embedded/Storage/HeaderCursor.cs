namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Walks batch headers of a segment without reading the bodies.</summary>
internal ref struct HeaderCursor(LogSegment segment, long from, long end, Span<byte> window)
{
    private readonly Span<byte> buffer = window;
    private long windowAt = -1;
    private int windowLength;
    private long next = from;

    public BatchHeader Header { get; private set; }

    public long Position { get; private set; }

    public bool Next()
    {
        if (next + BatchHeader.Size > end)
        {
            return false;
        }

        if (windowAt < 0 || next < windowAt || next + BatchHeader.Size > windowAt + windowLength)
        {
            windowAt = next;
            windowLength = (int)Math.Min(buffer.Length, end - next);
            segment.ReadExactly(buffer[..windowLength], windowAt);
        }

        Header = BatchHeader.Read(buffer[(int)(next - windowAt)..]);
        Position = next;
        if (Header.TotalSize < BatchHeader.Size)
        {
            throw new InvalidDataException($"{segment.Path}: impossible batch length at {next}");
        }

        next += Header.TotalSize;
        return true;
    }
}
