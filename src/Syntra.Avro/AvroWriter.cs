using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Syntra.Avro;

/// <summary>
/// Writes Avro binary into an <see cref="IBufferWriter{T}"/>. Bytes become visible to the buffer's owner at <see cref="Flush"/>.
/// Pass it by reference; a copy would write over the same bytes.
/// </summary>
public ref partial struct AvroWriter
{
    /// <summary>How deep recursive records may nest; the reader has the same limit.</summary>
    internal const int MaxDepth = 256;

    private const int MaxVarint = 10;
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _position;
    private int _depth;

    /// <summary>Creates a writer that appends to <paramref name="output"/>.</summary>
    public AvroWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _span = output.GetSpan(256);
    }

    /// <summary>Hands what was written to the buffer's owner. The writer may be used further.</summary>
    public void Flush()
    {
        _output.Advance(_position);
        _span = default;
        _position = 0;
    }

    /// <summary>Writes a boolean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt(int value) => WriteVarint((uint)((value << 1) ^ (value >> 31)));

    /// <summary>Writes a long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteLong(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a float.</summary>
    public void WriteFloat(float value)
    {
        Reserve(sizeof(float));
        BinaryPrimitives.WriteSingleLittleEndian(_span[_position..], value);
        _position += sizeof(float);
    }

    /// <summary>Writes a double.</summary>
    public void WriteDouble(double value)
    {
        Reserve(sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(_span[_position..], value);
        _position += sizeof(double);
    }

    /// <summary>Writes bytes with their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes a text as UTF-8 with its length.</summary>
    /// <exception cref="AvroException">The text holds half a surrogate pair, which UTF-8 cannot carry.</exception>
    public void WriteString(string value)
    {
        // Nearly all texts are ASCII: then the number of bytes is the number of characters, and one pass does.
        var length = value.Length;
        Reserve(MaxVarint + length);
        var start = _position;
        WriteLong(length);
        if (Ascii.FromUtf16(value, _span[_position..], out var written) == OperationStatus.Done)
        {
            _position += written;
            return;
        }

        _position = start;
        WriteText(value);
    }

    /// <summary>Writes a fixed.</summary>
    /// <exception cref="AvroException">The value does not have <paramref name="size"/> bytes.</exception>
    public void WriteFixed(ReadOnlySpan<byte> value, int size)
    {
        if (value.Length != size)
        {
            throw new AvroException($"a fixed of {size} bytes was given {value.Length}");
        }

        WriteRaw(value);
    }

    /// <summary>Writes the index of an enum's symbol.</summary>
    /// <exception cref="AvroException">There is no such symbol.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteEnum(int index, int symbols)
    {
        if ((uint)index >= (uint)symbols)
        {
            throw new AvroException($"enum index {index} of {symbols} symbols");
        }

        WriteInt(index);
    }

    /// <summary>Writes the index of a union's branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUnion(int branch) => WriteInt(branch);

    /// <summary>Begins an array or map of <paramref name="count"/> items in one block; nothing for 0. Close it with <see cref="WriteBlockEnd"/>.</summary>
    public void WriteBlockStart(int count)
    {
        if (count > 0)
        {
            WriteLong(count);
        }
    }

    /// <summary>Ends an array or map.</summary>
    public void WriteBlockEnd() => WriteByte(0);

    /// <summary>Writes bytes as they are: data that is encoded already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_span[_position..]);
        _position += value.Length;
    }

    /// <summary>Enters a record that may contain itself.</summary>
    /// <exception cref="AvroException">Records nest deeper than 256.</exception>
    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new AvroException($"records nest deeper than {MaxDepth}");
        }
    }

    /// <summary>Leaves a record that may contain itself.</summary>
    public void Leave() => _depth--;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteByte(byte value)
    {
        Reserve(1);
        _span[_position++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteVarint(ulong value)
    {
        Reserve(MaxVarint);
        if (value < 0x80)
        {
            _span[_position++] = (byte)value;
            return;
        }

        WriteLongVarint(value);
    }

    private void WriteLongVarint(ulong value)
    {
        var span = _span;
        var position = _position;
        while (value >= 0x80)
        {
            span[position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[position++] = (byte)value;
        _position = position;
    }

    private void WriteText(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        WriteLong(size);
        Reserve(size);
        if (Utf8.FromUtf16(value, _span[_position..], out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new AvroException("a text holds half a surrogate pair, which UTF-8 cannot carry");
        }

        _position += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int size)
    {
        if (_span.Length - _position < size)
        {
            Grow(size);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        _output.Advance(_position);
        _position = 0;
        _span = _output.GetSpan(Math.Max(size, 256));
    }
}
