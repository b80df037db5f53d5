namespace Syntra.Kafka.Embedded.Storage;

/// <summary>A range of whole batches in one segment file, leased: the file stays readable until this is disposed, even if retention removes it.</summary>
internal sealed class LogSlice(LogSegment segment, long position, int length) : IDisposable
{
    private LogSegment? leased = segment;

    public int Length => length;

    public void CopyTo(Span<byte> destination) => Segment.ReadExactly(destination[..length], position);

    public void CopyTo(int from, Span<byte> destination) => Segment.ReadExactly(destination, position + from);

    public void Dispose() => Interlocked.Exchange(ref leased, null)?.Release();

    private LogSegment Segment => leased ?? throw new ObjectDisposedException(nameof(LogSlice));
}
