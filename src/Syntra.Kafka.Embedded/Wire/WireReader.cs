using System.Buffers.Binary;
using System.Text;

namespace Syntra.Kafka.Embedded.Wire;

/// <summary>
/// Reads Kafka's primitive types from one frame. Every length is checked against what is left before anything is allocated.
/// With <see cref="Flexible"/> set, strings, arrays and bytes are in their compact forms.
/// </summary>
internal sealed class WireReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private Memory<byte> frame;
    private int position;

    public bool Flexible { get; set; }

    public int Remaining => frame.Length - position;

    public void Reset(Memory<byte> bytes)
    {
        frame = bytes;
        position = 0;
        Flexible = false;
    }

    public Memory<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            throw new MalformedFrameException("the frame ends in the middle of a field");
        }

        var slice = frame.Slice(position, count);
        position += count;
        return slice;
    }

    public sbyte Int8() => (sbyte)Take(1).Span[0];

    public bool Bool() => Take(1).Span[0] != 0;

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2).Span);

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4).Span);

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8).Span);

    public Guid Uuid() => new(Take(16).Span, bigEndian: true);

    public string String() => NullableString() ?? throw new MalformedFrameException("null where a string is required");

    public string? NullableString() => Text(Flexible ? CompactLength() : Int16());

    /// <summary>A string in the old form, whatever the version: the client id of a request header.</summary>
    public string? PlainNullableString() => Text(Int16());

    /// <summary>Element count; -1 for a null array.</summary>
    public int NullableArrayLength()
    {
        var length = Flexible ? CompactLength() : Int32();
        if (length > Remaining)
        {
            throw new MalformedFrameException("an array is longer than its frame");
        }

        return length < 0 ? -1 : length;
    }

    public int ArrayLength() => Math.Max(0, NullableArrayLength());

    public T[] Array<T>(Func<WireReader, T> element) => NullableArray(element) ?? [];

    public T[]? NullableArray<T>(Func<WireReader, T> element)
    {
        var count = NullableArrayLength();
        if (count < 0)
        {
            return null;
        }

        var list = new List<T>(Math.Min(count, 256));
        for (var i = 0; i < count; i++)
        {
            list.Add(element(this));
        }

        return [.. list];
    }

    public int[] Int32Array() => Array(r => r.Int32());

    /// <summary>Length-prefixed bytes that alias the frame; null where the length says so.</summary>
    public Memory<byte>? NullableBytes()
    {
        var length = Flexible ? CompactLength() : Int32();
        return length < 0 ? null : Take(length);
    }

    public byte[] Bytes() => NullableBytes()?.ToArray() ?? [];

    /// <summary>Skips the tagged fields that end each structure of a flexible version.</summary>
    public void Tags()
    {
        if (!Flexible)
        {
            return;
        }

        for (var n = UnsignedVarint(); n > 0; n--)
        {
            UnsignedVarint();
            Take((int)Math.Min(UnsignedVarint(), int.MaxValue));
        }
    }

    public uint UnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = Take(1).Span[0];
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new MalformedFrameException("a varint does not end");
    }

    private int CompactLength()
    {
        var encoded = UnsignedVarint();
        return encoded > int.MaxValue ? throw new MalformedFrameException("a length does not fit") : (int)encoded - 1;
    }

    private string? Text(int length)
    {
        if (length < 0)
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(Take(length).Span);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedFrameException("a string is not UTF-8");
        }
    }
}
