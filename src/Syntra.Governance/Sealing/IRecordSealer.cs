using System.Buffers;

namespace Syntra.Governance.Sealing;

/// <summary>Seals and opens whole Kafka values. <see cref="RecordSealer"/> is the one that protects; a rehearsal without people may have its own.</summary>
public interface IRecordSealer
{
    /// <summary>Seals a value.</summary>
    /// <param name="logicalTopic">Where it belongs, in our own terms.</param>
    /// <param name="key">The record's key, UTF-8.</param>
    /// <param name="framed">The value in Confluent's wire format.</param>
    /// <param name="destination">Where the sealed value goes.</param>
    /// <exception cref="Keys.KeyException">No key may be used or made.</exception>
    void Seal(string logicalTopic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> framed, IBufferWriter<byte> destination);

    /// <summary>Opens a value: the bytes in Confluent's wire format.</summary>
    /// <exception cref="SealException">It is not a sealed value of this place.</exception>
    /// <exception cref="Keys.KeyException">Its key may not be used.</exception>
    byte[] Open(string logicalTopic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
}
