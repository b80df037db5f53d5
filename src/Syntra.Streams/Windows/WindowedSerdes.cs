using System.Buffers;
using System.Buffers.Binary;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.Windows;

/// <summary>Serdes for windowed keys, byte-compatible with Kafka Streams' time-windowed serde.</summary>
public static class WindowedSerdes
{
    /// <summary>The key's bytes, then the window's start as eight bytes, big-endian. The size is not written; readers must know it.</summary>
    public static ISerde<Windowed<TKey>> Time<TKey>(ISerde<TKey> inner, TimeSpan size) => new TimeSerde<TKey>(inner, (long)size.TotalMilliseconds);

    private sealed class TimeSerde<TKey>(ISerde<TKey> inner, long sizeMs) : ISerde<Windowed<TKey>>
    {
        public void Serialize(string topic, Windowed<TKey> value, IBufferWriter<byte> destination)
        {
            inner.Serialize(topic, value.Key, destination);
            BinaryPrimitives.WriteInt64BigEndian(destination.GetSpan(8), value.StartMs);
            destination.Advance(8);
        }

        public Windowed<TKey> Deserialize(string topic, ReadOnlySpan<byte> data)
        {
            var start = BinaryPrimitives.ReadInt64BigEndian(data[^8..]);
            return new Windowed<TKey>(inner.Deserialize(topic, data[..^8]), start, start + sizeMs);
        }
    }
}
