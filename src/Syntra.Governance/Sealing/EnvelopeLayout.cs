using Syntra.Governance.Keys;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Sealing;

/// <summary>
/// Envelope, version 1: version (1), suite (1), data key id (16), nonce (12), ciphertext, tag (16). Suite 1 is AES-256-GCM.
/// AAD: version, suite, then length-prefixed tenant, logical topic, schema id, "value", data key id, record key.
/// </summary>
internal static class EnvelopeLayout
{
    public const byte Version = 1;
    public const byte AesGcm256 = 1;
    public const int KeyIdAt = 2;
    public const int NonceAt = KeyIdAt + DataKeyId.Size;
    public const int BodyAt = NonceAt + SealingKey.NonceSize;
    public const int TagSize = 16;
    public const int Overhead = BodyAt + TagSize;

    public static int AadSize(in SealContext context) =>
        2 + LengthPrefixed.SizeOf(context.Tenant) + LengthPrefixed.SizeOf(context.LogicalTopic) + (2 * sizeof(int))
        + LengthPrefixed.SizeOf("value") + sizeof(int) + DataKeyId.Size + LengthPrefixed.SizeOf(context.RecordKey);

    public static void WriteAad(in SealContext context, ReadOnlySpan<byte> keyId, Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = AesGcm256;
        Span<byte> schema = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(schema, context.SchemaId);
        var fields = new LengthPrefixed(destination[2..]);
        fields.Add(context.Tenant);
        fields.Add(context.LogicalTopic);
        fields.Add(schema);
        fields.Add("value");
        fields.Add(keyId);
        fields.Add(context.RecordKey);
    }
}
