using System.Buffers;
using System.Buffers.Binary;
using Syntra.Governance.Sealing;

namespace Syntra.Simulation.Setup;

/// <summary>
/// Takes the seal's place in most histories: the same framing, length and refusals (a value belongs to its topic and key), without the
/// cipher. There are no people in a history, and <see cref="SimHosts"/> keeps the real seal for a fixed share of the seeds.
/// </summary>
internal sealed class UnsealedRecords : IRecordSealer
{
    private const byte Mark = (byte)'S';
    private const int Prefix = 1 + sizeof(int);

    public void Seal(string logicalTopic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> framed, IBufferWriter<byte> destination)
    {
        if (framed.Length < Prefix || framed[0] != 0)
        {
            throw new SealException("Not a value in the wire format.");
        }

        var size = framed.Length + RecordSealer.Overhead;
        var value = destination.GetSpan(size)[..size];
        value[0] = Mark;
        framed[1..Prefix].CopyTo(value[1..]);
        framed.CopyTo(value[Prefix..]);
        var tail = value[(Prefix + framed.Length)..];
        tail.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(tail, Place(logicalTopic, key));
        destination.Advance(size);
    }

    public byte[] Open(string logicalTopic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var length = value.Length - RecordSealer.Overhead;
        return length >= Prefix && value[0] == Mark && BinaryPrimitives.ReadUInt32BigEndian(value[(Prefix + length)..]) == Place(logicalTopic, key)
            ? value.Slice(Prefix, length).ToArray()
            : throw new SealException("Not a value of this place.");
    }

    private static uint Place(string logicalTopic, ReadOnlySpan<byte> key)
    {
        var hash = 2166136261u;
        foreach (var c in logicalTopic)
        {
            hash = (hash ^ c) * 16777619u;
        }

        foreach (var b in key)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }
}
