using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using Syntra.Avro.Registry;
using Syntra.Avro.Resolution;
using Syntra.Avro.Schemas;

namespace Syntra.Avro;

/// <summary>
/// Confluent's wire format for one record type: a 0 byte, the schema id (4 bytes, big-endian), the Avro binary. The subject is the
/// topic's name + "-value". Thread safe. The first use of a topic, or of a writer's schema id, asks the registry and blocks;
/// <see cref="PrepareAsync"/> takes that out of the hot path.
/// </summary>
/// <typeparam name="T">A generated record type.</typeparam>
public sealed class AvroSerializer<T>
    where T : IAvroRecord<T>
{
    private const int PrefixSize = 5;
    private readonly ISchemaRegistryClient _registry;
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, ResolutionPlan?> _plans = new();
    private readonly string _schemaJson = T.AvroSchema.ToJson();

    /// <summary>Creates a serialiser on a registry.</summary>
    public AvroSerializer(ISchemaRegistryClient registry) => _registry = registry;

    /// <summary>Registers the type's schema for the topic, or looks it up, so that <see cref="Serialize(string, T)"/> never blocks.</summary>
    /// <exception cref="SchemaRegistryException">The registry refused or could not be reached.</exception>
    public async ValueTask PrepareAsync(string topic, CancellationToken cancellationToken)
    {
        if (!_ids.ContainsKey(topic))
        {
            var id = await _registry.RegisterAsync(topic + "-value", _schemaJson, cancellationToken).ConfigureAwait(false);
            _plans[id] = null;
            _ids[topic] = id;
        }
    }

    /// <summary>Serialises a value.</summary>
    /// <exception cref="AvroException">A value does not fit its schema.</exception>
    /// <exception cref="SchemaRegistryException">The registry refused or could not be reached.</exception>
    public byte[] Serialize(string topic, T value)
    {
        var buffer = SerializerBuffer.Rent();
        try
        {
            Serialize(topic, value, buffer);
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            SerializerBuffer.Return(buffer);
        }
    }

    /// <summary>Serialises a value into a buffer.</summary>
    /// <exception cref="AvroException">A value does not fit its schema; the buffer may hold a part.</exception>
    /// <exception cref="SchemaRegistryException">The registry refused or could not be reached.</exception>
    public void Serialize(string topic, T value, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_ids.TryGetValue(topic, out var id))
        {
            // Blocks once per topic, and only where PrepareAsync was not called.
            PrepareAsync(topic, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            id = _ids[topic];
        }

        var prefix = destination.GetSpan(PrefixSize);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], id);
        destination.Advance(PrefixSize);
        var writer = new AvroWriter(destination);
        value.Encode(ref writer);
        writer.Flush();
    }

    /// <summary>Deserialises a value, whatever version of the schema it was written with.</summary>
    /// <exception cref="AvroException">Not in the wire format, an unknown schema id, a writer's schema that cannot be read as ours, or malformed data.</exception>
    /// <exception cref="SchemaRegistryException">The registry could not be reached; says nothing about the data.</exception>
    public T Deserialize(string topic, ReadOnlySpan<byte> data)
    {
        if (data.Length < PrefixSize || data[0] != 0)
        {
            throw new AvroException("not in the wire format: a 0 byte and a schema id are missing");
        }

        var id = BinaryPrimitives.ReadInt32BigEndian(data[1..]);
        if (!_plans.TryGetValue(id, out var plan))
        {
            plan = FindPlan(id);
        }

        return plan is null ? DecodeWhole(data[PrefixSize..]) : DecodeResolved(plan, data[PrefixSize..]);
    }

    private static T DecodeWhole(ReadOnlySpan<byte> body)
    {
        var reader = new AvroReader(body);
        var value = T.Decode(ref reader);
        reader.EnsureEnd();
        return value;
    }

    private static T DecodeResolved(ResolutionPlan plan, ReadOnlySpan<byte> body)
    {
        var buffer = SerializerBuffer.Rent();
        try
        {
            plan.Transcode(body, buffer);
            return DecodeWhole(buffer.WrittenSpan);
        }
        finally
        {
            SerializerBuffer.Return(buffer);
        }
    }

    private ResolutionPlan? FindPlan(int id)
    {
        string json;
        try
        {
            // Blocks once per schema id.
            json = _registry.GetSchemaAsync(id, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (SchemaRegistryException e) when (e.ErrorCode == 40403)
        {
            throw new AvroException($"schema id {id} is unknown to the registry", e);
        }

        var writer = new SchemaParser(strictLogicalTypes: false, validateDefaults: false).Parse(json);
        var plan = ResolutionPlan.Compile(writer, T.AvroSchema);
        return _plans.GetOrAdd(id, plan.IsIdentity ? null : plan);
    }
}

/// <summary>One growing buffer per thread, so that serialising allocates nothing but its result.</summary>
internal static class SerializerBuffer
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    public static ArrayBufferWriter<byte> Rent()
    {
        var buffer = _spare ?? new ArrayBufferWriter<byte>(4096);
        _spare = null;
        buffer.ResetWrittenCount();
        return buffer;
    }

    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity <= LargestKept)
        {
            _spare = buffer;
        }
    }
}
