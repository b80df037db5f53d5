using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Syntra.Cerner.Fhir.Smart;

/// <summary>The signed statement by which a system account shows that it is itself (RFC 7523).</summary>
internal static class ClientAssertion
{
    internal const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private const int IdBytes = 24;

    internal static string Make(SmartSettings settings, Uri tokenEndpoint, DateTimeOffset now)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = settings.Key.Algorithm, ["kid"] = settings.Key.KeyId, ["typ"] = "JWT" });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iss"] = settings.ClientId, ["sub"] = settings.ClientId, ["aud"] = tokenEndpoint.AbsoluteUri,
            // No iat: a server whose clock is behind ours would take it for one of the future.
            ["exp"] = (now + settings.AssertionLife).ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
        });
        var signed = Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(claims);
        return signed + "." + Base64Url.EncodeToString(settings.Key.Sign(Encoding.ASCII.GetBytes(signed)));
    }
}
