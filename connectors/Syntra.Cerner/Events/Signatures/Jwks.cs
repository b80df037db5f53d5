using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>A public key of a key set, for one algorithm.</summary>
internal sealed record JwksKey(string? KeyId, string Algorithm, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, bool> Verify);

/// <summary>Reads a JSON Web Key Set: RSA keys of 2048 bits and more for RS384, P-384 keys for ES384. Others are passed over.</summary>
internal static class Jwks
{
    internal const string Rs384 = "RS384";
    internal const string Es384 = "ES384";
    private const int LeastRsaBytes = 256;

    /// <summary>The keys; none where the text is no key set.</summary>
    internal static IReadOnlyList<JwksKey> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                ? [.. keys.EnumerateArray().Select(Read).OfType<JwksKey>()]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static JwksKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig"))
        {
            return null;
        }

        try
        {
            return Text(key, "kty") switch
            {
                "RSA" when Text(key, "alg") is null or Rs384 && Bytes(key, "n") is { Length: >= LeastRsaBytes } n && Bytes(key, "e") is { } e =>
                    Rsa(Text(key, "kid"), new RSAParameters { Modulus = n, Exponent = e }),
                "EC" when Text(key, "crv") == "P-384" && Bytes(key, "x") is { Length: 48 } x && Bytes(key, "y") is { Length: 48 } y =>
                    Ec(Text(key, "kid"), new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = x, Y = y } }),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // Not a point of the curve, or no modulus: as good as absent.
            return null;
        }
    }

    private static JwksKey Rsa(string? id, RSAParameters parameters)
    {
        var rsa = RSA.Create(parameters);
        return new JwksKey(id, Rs384, (data, signature) => rsa.VerifyData(data.Span, signature.Span, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1));
    }

    private static JwksKey Ec(string? id, ECParameters parameters)
    {
        var ec = ECDsa.Create(parameters);
        return new JwksKey(id, Es384, (data, signature) => ec.VerifyData(data.Span, signature.Span, HashAlgorithmName.SHA384));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement element, string name) =>
        Text(element, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
