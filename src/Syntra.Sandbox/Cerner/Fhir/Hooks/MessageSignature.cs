using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Sandbox.Cerner.Fhir.Hooks;

/// <summary>Standard Webhooks: HMAC-SHA256 over <c>id.timestamp.body</c>, one signature a secret.</summary>
internal static class MessageSignature
{
    private const string Prefix = "whsec_";

    internal static IEnumerable<(string Name, string Value)> Headers(IReadOnlyList<string> secrets, string id, DateTimeOffset at, byte[] body)
    {
        if (secrets.Count == 0)
        {
            return [];
        }

        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return
        [
            ("webhook-id", id), ("webhook-timestamp", timestamp),
            ("webhook-signature", string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key(s), signed))))),
        ];
    }

    private static byte[] Key(string secret) => Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
}
