using System.Buffers.Binary;
using System.Text;

namespace Syntra.Governance.Primitives;

/// <summary>
/// Fields as 4-byte big-endian length and bytes, so that ("ab", "c") and ("a", "bc") never give the same input to a hash or a seal.
/// Writes into the caller's span and throws where it is too small.
/// </summary>
internal ref struct LengthPrefixed(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _length;

    public readonly int Length => _length;

    public readonly ReadOnlySpan<byte> Written => _destination[.._length];

    public static int SizeOf(ReadOnlySpan<char> text) => sizeof(int) + Encoding.UTF8.GetByteCount(text);

    /// <summary>All fields in an array of their own; for keys and signatures, not for the hot path.</summary>
    public static byte[] Of(params ReadOnlySpan<string> fields)
    {
        var size = 0;
        foreach (var field in fields)
        {
            size += SizeOf(field);
        }

        var bytes = new byte[size];
        var writer = new LengthPrefixed(bytes);
        foreach (var field in fields)
        {
            writer.Add(field);
        }

        return bytes;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        var written = Encoding.UTF8.GetBytes(text, _destination[(_length + sizeof(int))..]);
        BinaryPrimitives.WriteInt32BigEndian(_destination[_length..], written);
        _length += sizeof(int) + written;
    }

    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(_destination[_length..], bytes.Length);
        bytes.CopyTo(_destination[(_length + sizeof(int))..]);
        _length += sizeof(int) + bytes.Length;
    }

    /// <summary>Bytes as they are, for what already has its lengths inside.</summary>
    public void AddRaw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[_length..]);
        _length += bytes.Length;
    }
}
