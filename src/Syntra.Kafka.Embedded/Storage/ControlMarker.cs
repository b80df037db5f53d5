using System.Buffers.Binary;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Reads a transaction's end marker out of a control batch.</summary>
internal static class ControlMarker
{
    public static bool TryRead(ReadOnlySpan<byte> batch, BatchHeader header, out bool commit, out int coordinatorEpoch)
    {
        var reader = new RecordReader(batch[BatchHeader.Size..], header);
        var whole = reader.Next() && reader.Key.Length >= 4 && reader.Value.Length >= 6;
        commit = whole && BinaryPrimitives.ReadInt16BigEndian(reader.Key[2..]) == 1;
        coordinatorEpoch = whole ? BinaryPrimitives.ReadInt32BigEndian(reader.Value[2..]) : -1;
        return whole;
    }
}
