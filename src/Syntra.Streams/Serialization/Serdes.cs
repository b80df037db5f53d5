using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Syntra.Streams.Serialization;

/// <summary>The serdes for plain types, byte-compatible with Kafka's own (big-endian numbers, UTF-8 text).</summary>
public static class Serdes
{
    /// <summary>UTF-8 text; malformed UTF-8 is poison.</summary>
    public static ISerde<string> String { get; } = new StringSerde();

    /// <summary>Eight bytes, big-endian.</summary>
    public static ISerde<long> Int64 { get; } = new Int64Serde();

    /// <summary>Four bytes, big-endian.</summary>
    public static ISerde<int> Int32 { get; } = new Int32Serde();

    /// <summary>IEEE 754 double, eight bytes, big-endian.</summary>
    public static ISerde<double> Double { get; } = new DoubleSerde();

    /// <summary>The bytes as they are.</summary>
    public static ISerde<byte[]> Bytes { get; } = new BytesSerde();

    /// <summary>Makes a serde from two functions.</summary>
    public static ISerde<T> From<T>(Func<T, byte[]> serialize, Func<byte[], T> deserialize) => new FunctionSerde<T>(serialize, deserialize);

    private sealed class StringSerde : ISerde<string>
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        public void Serialize(string topic, string value, IBufferWriter<byte> destination)
        {
            var span = destination.GetSpan(Strict.GetMaxByteCount(value.Length));
            destination.Advance(Strict.GetBytes(value, span));
        }

        public string Deserialize(string topic, ReadOnlySpan<byte> data) => Strict.GetString(data);
    }

    private sealed class Int64Serde : ISerde<long>
    {
        public void Serialize(string topic, long value, IBufferWriter<byte> destination)
        {
            BinaryPrimitives.WriteInt64BigEndian(destination.GetSpan(8), value);
            destination.Advance(8);
        }

        public long Deserialize(string topic, ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt64BigEndian(Exactly(data, 8));
    }

    private sealed class Int32Serde : ISerde<int>
    {
        public void Serialize(string topic, int value, IBufferWriter<byte> destination)
        {
            BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(4), value);
            destination.Advance(4);
        }

        public int Deserialize(string topic, ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt32BigEndian(Exactly(data, 4));
    }

    private sealed class DoubleSerde : ISerde<double>
    {
        public void Serialize(string topic, double value, IBufferWriter<byte> destination)
        {
            BinaryPrimitives.WriteDoubleBigEndian(destination.GetSpan(8), value);
            destination.Advance(8);
        }

        public double Deserialize(string topic, ReadOnlySpan<byte> data) => BinaryPrimitives.ReadDoubleBigEndian(Exactly(data, 8));
    }

    private sealed class BytesSerde : ISerde<byte[]>
    {
        public void Serialize(string topic, byte[] value, IBufferWriter<byte> destination) => destination.Write(value);

        public byte[] Deserialize(string topic, ReadOnlySpan<byte> data) => data.ToArray();
    }

    private sealed class FunctionSerde<T>(Func<T, byte[]> serialize, Func<byte[], T> deserialize) : ISerde<T>
    {
        public void Serialize(string topic, T value, IBufferWriter<byte> destination) => destination.Write(serialize(value));

        public T Deserialize(string topic, ReadOnlySpan<byte> data) => deserialize(data.ToArray());
    }

    private static ReadOnlySpan<byte> Exactly(ReadOnlySpan<byte> data, int length) =>
        data.Length == length ? data : throw new FormatException($"Expected {length} bytes, found {data.Length}.");
}
