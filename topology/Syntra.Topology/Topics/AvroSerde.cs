using System.Buffers;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Streams.Serialization;

namespace Syntra.Topology.Topics;

/// <summary>A contract type as a stream's serde: Confluent wire format with schema id.</summary>
public sealed class AvroSerde<T>(ISchemaRegistryClient registry) : ISerde<T>
    where T : IAvroRecord<T>
{
    private readonly AvroSerializer<T> _avro = new(registry);

    /// <inheritdoc />
    public void Serialize(string topic, T value, IBufferWriter<byte> destination) => _avro.Serialize(topic, value, destination);

    /// <inheritdoc />
    public T Deserialize(string topic, ReadOnlySpan<byte> data) => _avro.Deserialize(topic, data);

    /// <summary>Registers the schema for a topic, so that the first record does not wait for the registry.</summary>
    public ValueTask PrepareAsync(string topic, CancellationToken cancellationToken) => _avro.PrepareAsync(topic, cancellationToken);
}
