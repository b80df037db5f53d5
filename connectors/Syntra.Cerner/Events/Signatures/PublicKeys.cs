using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>Ed25519 keys of a sender, several while one takes over from another. .NET 10 has no Ed25519 of its own.</summary>
/// <param name="keys">Keys that <see cref="IsUsable"/> has passed.</param>
internal sealed class PublicKeys(IReadOnlyList<byte[]> keys)
{
    /// <summary>Most signatures of one header that are looked at: each costs some hundred times what an HMAC does.</summary>
    internal const int MaxSignatures = 4;

    internal static PublicKeys None { get; } = new([]);

    internal bool Any => keys.Count > 0;

    /// <summary>Whether it is a point of the prime-order group: under others a signature proves nothing.</summary>
    internal static bool IsUsable(byte[] key) => key.Length == Ed25519.PublicKeySize && Ed25519.ValidatePublicKeyFull(key, 0);

    /// <summary>Whether one of the signatures is over the message by one of the keys.</summary>
    internal bool Signed(IReadOnlyList<byte[]> signatures, byte[] message) =>
        signatures.Take(MaxSignatures).Any(s => s.Length == Ed25519.SignatureSize && keys.Any(k => Ed25519.Verify(s, 0, k, 0, message, 0, message.Length)));
}
