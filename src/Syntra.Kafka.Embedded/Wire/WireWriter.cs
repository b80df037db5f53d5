using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Wire;

/// <summary>
/// Builds one response in a pooled buffer. Large record data is not copied in: a <see cref="LogSlice"/> is noted at its place and
/// the connection streams it from the file when it sends.
/// </summary>
internal sealed class WireWriter : IDisposable
{
    private const int CopyBelow = 64 * 1024;
    private readonly List<(int At, LogSlice Slice)> slices = [];
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(1024);

    public bool Flexible { get; set; }

    /// <summary>True where the protocol wants no answer at all (produce with acks 0).</summary>
    public bool Suppressed { get; set; }

    /// <summary>For test hooks: stands in for every "no error" that a handler writes.</summary>
    public ErrorCode ForcedError { get; set; }

    public int Length { get; private set; }

    /// <summary>Buffer bytes plus the file bytes that ride along.</summary>
    public long TotalLength => Length + slices.Sum(s => (long)s.Slice.Length);

    public IReadOnlyList<(int At, LogSlice Slice)> Slices => slices;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    public void Reset()
    {
        slices.ForEach(s => s.Slice.Dispose());
        slices.Clear();
        Length = 0;
        Flexible = false;
        Suppressed = false;
        ForcedError = ErrorCode.None;
        if (buffer.Length > 1024 * 1024)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(1024);
        }
    }

    public void Int8(int value) => Reserve(1)[0] = (byte)value;

    public void Bool(bool value) => Int8(value ? 1 : 0);

    public void Int16(int value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), (short)value);

    public void Error(ErrorCode value) => Int16((short)(value == ErrorCode.None ? ForcedError : value));

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void Uuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    public void PatchInt32(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at, 4), value);

    public void PatchInt64(int at, long value) => BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(at, 8), value);

    public void String(string? value)
    {
        var bytes = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
        if (Flexible)
        {
            UnsignedVarint((uint)(bytes + 1));
        }
        else
        {
            Int16(bytes);
        }

        if (bytes > 0)
        {
            Encoding.UTF8.GetBytes(value, Reserve(bytes));
        }
    }

    /// <summary>-1 writes a null array.</summary>
    public void ArrayLength(int count)
    {
        if (Flexible)
        {
            UnsignedVarint((uint)(count + 1));
        }
        else
        {
            Int32(count);
        }
    }

    public void Array<T>(IReadOnlyCollection<T> items, Action<WireWriter, T> element)
    {
        ArrayLength(items.Count);
        foreach (var item in items)
        {
            element(this, item);
        }
    }

    public void Int32Array(params ReadOnlySpan<int> values)
    {
        ArrayLength(values.Length);
        foreach (var value in values)
        {
            Int32(value);
        }
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        ArrayLength(value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Record data of a fetch; takes over the slice's lease.</summary>
    public void Records(LogSlice slice)
    {
        ArrayLength(slice.Length);
        if (slice.Length > CopyBelow)
        {
            slices.Add((Length, slice));
            return;
        }

        using (slice)
        {
            slice.CopyTo(Reserve(slice.Length));
        }
    }

    /// <summary>Ends a structure: no tagged fields of our own.</summary>
    public void Tags()
    {
        if (Flexible)
        {
            Int8(0);
        }
    }

    public void UnsignedVarint(uint value)
    {
        while (value >= 0x80)
        {
            Int8((int)(value | 0x80));
            value >>= 7;
        }

        Int8((int)value);
    }

    public void Dispose()
    {
        slices.ForEach(s => s.Slice.Dispose());
        slices.Clear();
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private Span<byte> Reserve(int count)
    {
        if (Length + count > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, buffer.Length * 2));
            buffer.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        var span = buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
