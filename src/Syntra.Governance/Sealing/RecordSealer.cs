using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Syntra.Governance.Sealing;

/// <summary>
/// Seals whole Kafka values: <c>S</c>, schema id (4 bytes, big-endian), envelope of the value in Confluent's wire format. The schema id
/// in clear is bound by the seal and must be the one inside. The first byte makes a consumer that expects Confluent's format refuse
/// the value instead of misreading it. Thread-safe.
/// </summary>
public sealed class RecordSealer : IRecordSealer
{
    private const byte Mark = (byte)'S';
    private const int Prefix = 1 + sizeof(int);

    private readonly PayloadSealer _sealer;

    /// <summary>Seals for one tenant.</summary>
    public RecordSealer(PayloadSealer sealer, string tenant) => (_sealer, Tenant) = (sealer, tenant);

    /// <summary>The tenant.</summary>
    public string Tenant { get; }

    /// <summary>Bytes that sealing adds.</summary>
    public static int Overhead => Prefix + PayloadSealer.Overhead;

    /// <summary>Fetches the sealing key now, so that the first record does not wait.</summary>
    public ValueTask PrepareAsync(CancellationToken cancellation) => _sealer.PrepareAsync(Tenant, cancellation);

    /// <inheritdoc />
    public void Seal(string logicalTopic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> framed, IBufferWriter<byte> destination)
    {
        var schema = SchemaOf(framed);
        var prefix = destination.GetSpan(Prefix);
        prefix[0] = Mark;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], schema);
        destination.Advance(Prefix);
        _sealer.Seal(Place(logicalTopic, schema, key), framed, destination);
    }

    /// <summary>Seals a value into a new array.</summary>
    /// <exception cref="Keys.KeyException">No key may be used or made.</exception>
    public byte[] Seal(string logicalTopic, string key, ReadOnlySpan<byte> framed)
    {
        var buffer = new ArrayBufferWriter<byte>(framed.Length + Overhead);
        Seal(logicalTopic, Encoding.UTF8.GetBytes(key), framed, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc />
    public byte[] Open(string logicalTopic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.Length < Overhead || value[0] != Mark)
        {
            throw new SealException("Not a sealed value.");
        }

        var schema = BinaryPrimitives.ReadInt32BigEndian(value[1..]);
        var framed = _sealer.Open(Place(logicalTopic, schema, key), value[Prefix..]);
        return SchemaOf(framed) == schema ? framed : throw new SealException("The sealed value names another schema than it holds.");
    }

    private static int SchemaOf(ReadOnlySpan<byte> framed) => framed.Length >= Prefix && framed[0] == 0
        ? BinaryPrimitives.ReadInt32BigEndian(framed[1..])
        : throw new SealException("Not a value in the wire format.");

    private SealContext Place(string logicalTopic, int schema, ReadOnlySpan<byte> key) => new(Tenant, logicalTopic, schema, Encoding.UTF8.GetString(key));
}
