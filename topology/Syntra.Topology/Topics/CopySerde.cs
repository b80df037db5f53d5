using System.Buffers;
using Syntra.Contracts;
using Syntra.Streams.Serialization;
using Syntra.Topology.Pipeline;

namespace Syntra.Topology.Topics;

/// <summary>Writes the state of a copy; the partition that it is for chooses where it goes and is not written.</summary>
internal sealed class CopySerde(AvroSerde<EncounterState> state) : ISerde<EncounterOutput.Copy>
{
    public void Serialize(string topic, EncounterOutput.Copy value, IBufferWriter<byte> destination) => state.Serialize(topic, value.State, destination);

    public EncounterOutput.Copy Deserialize(string topic, ReadOnlySpan<byte> data) => new(0, state.Deserialize(topic, data));
}
