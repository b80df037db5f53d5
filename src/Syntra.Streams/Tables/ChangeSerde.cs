using System.Buffers;
using System.Buffers.Binary;
using Syntra.Streams.Serialization;

namespace Syntra.Streams.Tables;

/// <summary>
/// A change of a row on its way through a repartition topic: one byte that says which sides follow (1 old, 2 new, 3 both), with both
/// the old side's length in four bytes, big-endian, then the sides.
/// </summary>
internal sealed class ChangeSerde<TValue>(ISerde<TValue> values) : ISerde<Change<TValue>>
{
    private const byte Old = 1;
    private const byte New = 2;

    /// <summary>The serde of each side.</summary>
    public ISerde<TValue> Sides => values;

    public void Serialize(string topic, Change<TValue> value, IBufferWriter<byte> destination)
    {
        destination.GetSpan(1)[0] = (byte)((value.HasOld ? Old : 0) | (value.HasNew ? New : 0));
        destination.Advance(1);
        if (value is { HasOld: true, HasNew: true })
        {
            // The old side's length is known only once it is written.
            var old = new ArrayBufferWriter<byte>();
            values.Serialize(topic, value.Old!, old);
            BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(sizeof(int)), old.WrittenCount);
            destination.Advance(sizeof(int));
            destination.Write(old.WrittenSpan);
        }
        else if (value.HasOld)
        {
            values.Serialize(topic, value.Old!, destination);
        }

        if (value.HasNew)
        {
            values.Serialize(topic, value.New!, destination);
        }
    }

    public Change<TValue> Deserialize(string topic, ReadOnlySpan<byte> data)
    {
        var rest = data[1..];
        switch (data[0])
        {
            case Old:
                return Change<TValue>.Of(false, default, true, values.Deserialize(topic, rest));
            case New:
                return Change<TValue>.Of(true, values.Deserialize(topic, rest), false, default);
            case Old | New:
                var length = BinaryPrimitives.ReadInt32BigEndian(rest);
                var old = values.Deserialize(topic, rest.Slice(sizeof(int), length));
                return Change<TValue>.Of(true, values.Deserialize(topic, rest[(sizeof(int) + length)..]), true, old);
            default:
                throw new FormatException($"A change of a table's row begins with {data[0]}, which is none of 1, 2 and 3.");
        }
    }
}
