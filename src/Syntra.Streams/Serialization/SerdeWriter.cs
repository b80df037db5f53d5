using System.Buffers;

namespace Syntra.Streams.Serialization;

/// <summary>A growing buffer that serdes write to; one per task, reused for every record.</summary>
internal sealed class SerdeWriter : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _length);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    /// <summary>Serialises a value into an array of its own; null gives null.</summary>
    public byte[]? ToBytes<T>(ISerde<T> serde, string topic, T value) => value is null ? null : ToBytesNotNull(serde, topic, value);

    public byte[] ToBytesNotNull<T>(ISerde<T> serde, string topic, T value)
    {
        _length = 0;
        serde.Serialize(topic, value, this);
        return Written.ToArray();
    }

    /// <summary>Serialises a value that belongs to a key into an array of its own; null gives null.</summary>
    public byte[]? ToBytes<T>(ISerde<T> serde, string topic, ReadOnlySpan<byte> key, T value)
    {
        if (value is null)
        {
            return null;
        }

        _length = 0;
        serde.Serialize(topic, key, value, this);
        return Written.ToArray();
    }

    /// <summary>Serialises a value; the span is valid until the next call.</summary>
    public ReadOnlySpan<byte> Serialize<T>(ISerde<T> serde, string topic, T value)
    {
        _length = 0;
        serde.Serialize(topic, value, this);
        return Written;
    }

    /// <summary>Serialises a value that belongs to a key; the span is valid until the next call.</summary>
    public ReadOnlySpan<byte> Serialize<T>(ISerde<T> serde, string topic, ReadOnlySpan<byte> key, T value)
    {
        _length = 0;
        serde.Serialize(topic, key, value, this);
        return Written;
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max((long)_buffer.Length * 2, needed), Array.MaxLength));
        }
    }
}
