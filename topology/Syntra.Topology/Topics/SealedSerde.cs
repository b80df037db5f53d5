using System.Buffers;
using System.Security.Cryptography;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Governance.Sealing;
using Syntra.Streams.Serialization;

namespace Syntra.Topology.Topics;

/// <summary>
/// A contract type whose values are sealed as wholes, on topics and in stores alike: Confluent's wire format inside an envelope that is
/// bound to tenant, logical topic, schema and record key. Changelogs hold what the store holds, so they are sealed too.
/// </summary>
/// <param name="registry">Schema Registry.</param>
/// <param name="sealer">The tenant's sealer.</param>
/// <param name="logicalTopic">One of <see cref="Contracts.LogicalTopics"/>.</param>
public sealed class SealedSerde<T>(ISchemaRegistryClient registry, IRecordSealer sealer, string logicalTopic) : ISerde<T>
    where T : IAvroRecord<T>
{
    private readonly AvroSerializer<T> _avro = new(registry);

    /// <inheritdoc />
    public void Serialize(string topic, ReadOnlySpan<byte> key, T value, IBufferWriter<byte> destination)
    {
        var framed = _avro.Serialize(topic, value);
        sealer.Seal(logicalTopic, key, framed, destination);
        CryptographicOperations.ZeroMemory(framed);
    }

    /// <inheritdoc />
    public T Deserialize(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var framed = sealer.Open(logicalTopic, key, data);
        try
        {
            return _avro.Deserialize(topic, framed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(framed);
        }
    }

    /// <summary>Refused: a sealed value belongs to a key.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Serialize(string topic, T value, IBufferWriter<byte> destination) => throw new NotSupportedException("A sealed value belongs to a key.");

    /// <summary>Refused: a sealed value belongs to a key.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public T Deserialize(string topic, ReadOnlySpan<byte> data) => throw new NotSupportedException("A sealed value belongs to a key.");

    /// <summary>Registers the schema for a topic, so that the first record does not wait for the registry.</summary>
    public ValueTask PrepareAsync(string topic, CancellationToken cancellationToken) => _avro.PrepareAsync(topic, cancellationToken);
}
