using System.Buffers;

namespace Syntra.Streams.Serialization;

/// <summary>
/// Turns values into bytes and back. Called by one thread at a time per task, but shared between tasks: it holds no
/// per-call state. Any exception from <see cref="Deserialize(string, ReadOnlySpan{byte})"/> makes the record poison and goes to the deserialisation handler.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
public interface ISerde<T>
{
    /// <summary>Writes <paramref name="value"/>, which is never null, to <paramref name="destination"/>.</summary>
    void Serialize(string topic, T value, IBufferWriter<byte> destination);

    /// <summary>Reads a value; the span is only valid during the call.</summary>
    T Deserialize(string topic, ReadOnlySpan<byte> data);

    /// <summary>Writes a value that belongs to a key. Serdes that bind the bytes to their record, as sealing does, override this pair.</summary>
    /// <param name="topic">Topic or store.</param>
    /// <param name="key">The record's serialised key; empty where it has none. Valid only during the call.</param>
    /// <param name="value">Never null.</param>
    /// <param name="destination">Where the bytes go.</param>
    void Serialize(string topic, ReadOnlySpan<byte> key, T value, IBufferWriter<byte> destination) => Serialize(topic, value, destination);

    /// <summary>Reads a value that belongs to a key; the spans are only valid during the call.</summary>
    T Deserialize(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => Deserialize(topic, data);
}
