using System.Security.Cryptography;

namespace Syntra.Cerner.Fhir.Smart;

/// <summary>A private key for client assertions: RSA of 2048 bits and more for RS384, P-384 for ES384.</summary>
public sealed class SigningKey : IDisposable
{
    private const int LeastRsaBits = 2048;
    private const int P384Bits = 384;

    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private SigningKey(RSA? rsa, ECDsa? ec, string keyId) => (_rsa, _ec, KeyId) = (rsa, ec, keyId);

    /// <summary>Its name in the registered key set.</summary>
    public string KeyId { get; }

    /// <summary>RS384 or ES384.</summary>
    public string Algorithm => _rsa is null ? "ES384" : "RS384";

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">PEM, not encrypted; from a secret store.</param>
    /// <param name="keyId">Its name in the registered key set.</param>
    /// <exception cref="CryptographicException">It is no such key. The message holds nothing of it.</exception>
    public static SigningKey FromPem(string pem, string keyId)
    {
        if (Import(RSA.Create(), pem) is RSA rsa)
        {
            return rsa.KeySize >= LeastRsaBits ? new SigningKey(rsa, null, keyId) : throw Refused(rsa, $"The RSA key has fewer than {LeastRsaBits} bits.");
        }

        if (Import(ECDsa.Create(), pem) is ECDsa ec)
        {
            return ec.KeySize == P384Bits ? new SigningKey(null, ec, keyId) : throw Refused(ec, "The EC key is not of curve P-384.");
        }

        throw new CryptographicException("There is no private key in it, RSA or EC, in PEM without a password.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    internal byte[] Sign(ReadOnlySpan<byte> data) =>
        _rsa is not null ? _rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1) : _ec!.SignData(data, HashAlgorithmName.SHA384);

    private static AsymmetricAlgorithm? Import(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            // A public key imports too, and fails only here.
            _ = key switch { RSA rsa => rsa.SignData([], HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1), ECDsa ec => ec.SignData([], HashAlgorithmName.SHA384), _ => [] };
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static CryptographicException Refused(AsymmetricAlgorithm key, string why)
    {
        key.Dispose();
        return new CryptographicException(why);
    }
}
