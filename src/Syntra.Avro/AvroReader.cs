using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Syntra.Avro;

/// <summary>
/// Reads Avro binary from a span. Every read is checked against what is left, lengths and counts before anything is allocated:
/// malformed input ends in <see cref="AvroException"/>. Pass it by reference.
/// </summary>
public ref partial struct AvroReader
{
    // No ASCII text holds it.
    private const char NotAscii = '\uFFFF';
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _span;
    private int _position;
    private int _depth;
    private int _weightless;

    /// <summary>Creates a reader over <paramref name="source"/>.</summary>
    public AvroReader(ReadOnlySpan<byte> source)
    {
        _span = source;
        _weightless = MaxWeightlessItems;
    }

    /// <summary>How many items that take no bytes (null, empty records) one input may hold in all.</summary>
    public static int MaxWeightlessItems => 1 << 20;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _span.Length - _position;

    /// <summary>Reads a boolean.</summary>
    public bool ReadBoolean()
    {
        var value = ReadByte();
        return value <= 1 ? value == 1 : throw new AvroException("a boolean that is neither 0 nor 1");
    }

    /// <summary>Reads an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadInt()
    {
        var value = ReadLong();
        return (int)value == value ? (int)value : throw new AvroException("an int of more than 32 bits");
    }

    /// <summary>Reads a long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLong()
    {
        var position = _position;
        if ((uint)position < (uint)_span.Length && _span[position] is var first && first < 0x80)
        {
            _position = position + 1;
            return (first >> 1) ^ -(first & 1);
        }

        return ReadLongVarint();
    }

    /// <summary>Reads a float.</summary>
    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    /// <summary>Reads a double.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads bytes with their length, without a copy.</summary>
    public ReadOnlySpan<byte> ReadBytesSpan() => Take(ReadLong());

    /// <summary>Reads bytes with their length.</summary>
    public byte[] ReadBytes() => ReadBytesSpan().ToArray();

    /// <summary>Reads a text.</summary>
    /// <exception cref="AvroException">The bytes are not UTF-8, or fewer than the length says.</exception>
    public string ReadString()
    {
        var bytes = Take(ReadLong());
        if (bytes.IsEmpty)
        {
            return "";
        }

        // Nearly all texts are ASCII: one pass straight into the new string, a quarter faster than a decoder's two.
        var text = string.Create(bytes.Length, bytes, static (chars, source) =>
        {
            if (Ascii.ToUtf16(source, chars, out _) != OperationStatus.Done)
            {
                chars[0] = NotAscii;
            }
        });
        return text[0] == NotAscii ? DecodeUtf8(bytes) : text;
    }

    /// <summary>Reads a fixed, without a copy.</summary>
    public ReadOnlySpan<byte> ReadFixedSpan(int size) => Take(size);

    /// <summary>Reads a fixed.</summary>
    public byte[] ReadFixed(int size) => Take(size).ToArray();

    /// <summary>Reads the index of an enum's symbol.</summary>
    public int ReadEnum(int symbols)
    {
        var index = ReadLong();
        return (ulong)index < (ulong)symbols ? (int)index : throw new AvroException($"an enum index beyond its {symbols} symbols");
    }

    /// <summary>Reads the index of a union's branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadUnion(int branches)
    {
        var index = ReadLong();
        return (ulong)index < (ulong)branches ? (int)index : throw new AvroException($"a union index beyond its {branches} branches");
    }

    /// <summary>
    /// Reads the number of items of the next block of an array or map; 0 is the end. The size that may precede a block is skipped.
    /// </summary>
    /// <param name="minimumItemSize">Fewest bytes that one item takes; a count that cannot fit in what is left is refused.</param>
    public int ReadBlock(int minimumItemSize)
    {
        var count = ReadLong();
        if (count < 0)
        {
            count = -count;
            var size = ReadLong();
            if (size < 0 || size > Remaining)
            {
                throw new AvroException("a block size beyond the end of the data");
            }
        }

        if (minimumItemSize == 0)
        {
            return TakeWeightless(count);
        }

        return (ulong)count <= (ulong)(Remaining / minimumItemSize) ? (int)count : throw new AvroException("more items than the data can hold");
    }

    /// <summary>Refuses bytes after the value.</summary>
    public readonly void EnsureEnd()
    {
        if (_position != _span.Length)
        {
            throw new AvroException($"{Remaining} bytes after the end of the value");
        }
    }

    /// <summary>Enters a record that may contain itself.</summary>
    /// <exception cref="AvroException">Records nest deeper than 256.</exception>
    public void Enter()
    {
        if (++_depth > AvroWriter.MaxDepth)
        {
            throw new AvroException($"records nest deeper than {AvroWriter.MaxDepth}");
        }
    }

    /// <summary>Leaves a record that may contain itself.</summary>
    public void Leave() => _depth--;

    /// <summary>The bytes between an earlier <see cref="Position"/> and this one.</summary>
    internal readonly ReadOnlySpan<byte> Since(int position) => _span[position.._position];

    internal void Seek(int position) => _position = position;

    private int TakeWeightless(long count)
    {
        if ((ulong)count > (ulong)_weightless)
        {
            throw new AvroException($"more than {MaxWeightlessItems} items that take no bytes");
        }

        _weightless -= (int)count;
        return (int)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte ReadByte()
    {
        var position = _position;
        if ((uint)position >= (uint)_span.Length)
        {
            throw TooShort();
        }

        _position = position + 1;
        return _span[position];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Take(long size)
    {
        if ((ulong)size > (ulong)(_span.Length - _position))
        {
            throw TooShort();
        }

        var taken = _span.Slice(_position, (int)size);
        _position += (int)size;
        return taken;
    }

    private long ReadLongVarint()
    {
        ulong value = 0;
        var position = _position;
        var span = _span;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if ((uint)position >= (uint)span.Length)
            {
                throw TooShort();
            }

            var b = span[position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                // The tenth byte holds one bit.
                _position = shift < 63 || b <= 1 ? position : throw new AvroException("a number of more than 64 bits");
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new AvroException("a number of more than 64 bits");
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new AvroException("a text is not UTF-8", e);
        }
    }

    private static AvroException TooShort() => new("the data ends too early");
}
