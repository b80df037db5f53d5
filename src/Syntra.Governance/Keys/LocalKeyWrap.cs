using System.Buffers.Binary;
using System.Security.Cryptography;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Keys;

/// <summary>
/// Wrapped form of the key file: format (1), version (4), nonce (12), encrypted key (32), tag (16). AES-256-GCM under the tenant's
/// key-encryption key; the context and the version are authenticated. Random nonces: a key file wraps thousands of keys, not 2^32.
/// </summary>
internal static class LocalKeyWrap
{
    private const byte Format = 1;
    private const int Header = 1 + sizeof(int);
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Size = Header + NonceSize + DataKeyCacheOptions.KeySize + TagSize;

    public static byte[] Wrap(LocalKek kek, KeyContext context, ReadOnlySpan<byte> plaintext)
    {
        var blob = new byte[Size];
        blob[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(1), kek.Version);
        var nonce = blob.AsSpan(Header, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(kek.Material, TagSize);
        gcm.Encrypt(nonce, plaintext, blob.AsSpan(Header + NonceSize, DataKeyCacheOptions.KeySize), blob.AsSpan(Size - TagSize), Bound(blob, context));
        return blob;
    }

    public static int VersionOf(ReadOnlySpan<byte> blob) =>
        blob.Length == Size && blob[0] == Format
            ? BinaryPrimitives.ReadInt32BigEndian(blob[1..])
            : throw new KeyException(KeyFault.Tampered, "The wrapped key is not of the key file's form.");

    public static void Unwrap(LocalKek kek, KeyContext context, ReadOnlySpan<byte> blob, Span<byte> plaintext)
    {
        using var gcm = new AesGcm(kek.Material, TagSize);
        try
        {
            gcm.Decrypt(
                blob.Slice(Header, NonceSize),
                blob.Slice(Header + NonceSize, DataKeyCacheOptions.KeySize),
                blob[(Size - TagSize)..],
                plaintext,
                Bound(blob, context));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new KeyException(KeyFault.Tampered, "The wrapped key was altered, or belongs to another context.", e);
        }
    }

    private static byte[] Bound(ReadOnlySpan<byte> blob, KeyContext context) =>
        [.. blob[..Header], .. LengthPrefixed.Of("syntra.kek", context.Tenant, context.Domain, context.Purpose)];
}
