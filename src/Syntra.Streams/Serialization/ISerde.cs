using System.Buffers;

namespace Syntra.Streams.Serialization;

/// <summary>
/// Turns values into bytes and back. Called by one thread at a time per task, but shared between tasks: it holds no
/// per-call state. Any exception from <see cref="Deserialize"/> makes the record poison and goes to the deserialisation handler.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
public interface ISerde<T>
{
    /// <summary>Writes <paramref name="value"/>, which is never null, to <paramref name="destination"/>.</summary>
    void Serialize(string topic, T value, IBufferWriter<byte> destination);

    /// <summary>Reads a value; the span is only valid during the call.</summary>
    T Deserialize(string topic, ReadOnlySpan<byte> data);
}
