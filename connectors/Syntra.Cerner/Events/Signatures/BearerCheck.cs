using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>What a bearer token must say.</summary>
/// <param name="Audience">Must be among <c>aud</c>.</param>
/// <param name="Issuer">Must be <c>iss</c>; null takes any whose key signed.</param>
/// <param name="Scope">Must be among <c>scope</c>; null asks for none.</param>
internal sealed record BearerRules(string Audience, string? Issuer, string? Scope);

/// <summary>
/// An OAuth2 access token: a JWT signed with RS384 or ES384 by a key of the configured set. The algorithm is one of these two or the token is
/// refused, <c>none</c> included. A token bound to a certificate (RFC 8705) is taken with that certificate only.
/// </summary>
internal sealed class BearerCheck(JwksSource keys, BearerRules rules, TimeProvider time) : ISenderCheck
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 8 << 10;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    public async ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct)
    {
        if (!request.Headers.TryGetValue("Authorization", out var values) || values is not [{ Length: <= LongestToken } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return CheckResult.Refuse("token-missing");
        }

        var parts = header[Scheme.Length..].Trim().Split('.');
        if (parts.Length != 3 || Part(parts[0]) is not { } head || Part(parts[1]) is not { } claims || !Base64Url.IsValid(parts[2]))
        {
            return CheckResult.Refuse("token-form");
        }

        using (head)
        using (claims)
        {
            try
            {
                return await SignedAsync(head.RootElement, parts, ct).ConfigureAwait(false) is { Outcome: not CheckOutcome.Passed } refused
                    ? refused
                    : Claims(claims.RootElement, request);
            }
            catch (InvalidOperationException)
            {
                // Names or texts that are not Unicode.
                return CheckResult.Refuse("token-form");
            }
        }
    }

    private async ValueTask<CheckResult> SignedAsync(JsonElement head, string[] parts, CancellationToken ct)
    {
        if (Text(head, "alg") is not (Jwks.Rs384 or Jwks.Es384) || head.TryGetProperty("crit", out _))
        {
            return CheckResult.Refuse("token-algorithm");
        }

        var candidates = await keys.FindAsync(Text(head, "kid"), Text(head, "alg")!, ct).ConfigureAwait(false);
        if (candidates.Count == 0)
        {
            return keys.HasKeys ? CheckResult.Refuse("token-key-unknown") : new CheckResult(CheckOutcome.Unavailable, "keys-unavailable");
        }

        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var signature = Base64Url.DecodeFromChars(parts[2]);
        return candidates.Any(k => k.Verify(signed, signature)) ? CheckResult.Pass() : CheckResult.Refuse("token-signature");
    }

    private CheckResult Claims(JsonElement claims, HookRequest request)
    {
        var now = time.GetUtcNow();
        if (Seconds(claims, "exp") is not { } expires || now >= expires + Skew)
        {
            return CheckResult.Refuse("token-expired");
        }

        if (Seconds(claims, "nbf") is { } starts && now < starts - Skew)
        {
            return CheckResult.Refuse("token-early");
        }

        if (!Strings(claims, "aud").Contains(rules.Audience) || (rules.Issuer is { } issuer && Text(claims, "iss") != issuer))
        {
            return CheckResult.Refuse("token-audience");
        }

        if (rules.Scope is { } scope && !(Text(claims, "scope") ?? "").Split(' ').Contains(scope))
        {
            return CheckResult.Refuse("token-scope");
        }

        return IsBoundElsewhere(claims, request) ? CheckResult.Refuse("token-bound") : CheckResult.Pass();
    }

    private static bool IsBoundElsewhere(JsonElement claims, HookRequest request) =>
        claims.TryGetProperty("cnf", out var cnf) && cnf.ValueKind == JsonValueKind.Object && Text(cnf, "x5t#S256") is { } bound
        && (request.Certificate is not { } certificate || Base64Url.EncodeToString(SHA256.HashData(certificate.RawData)) != bound);

    private static JsonDocument? Part(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(Base64Url.DecodeFromChars(text), new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Seconds(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and < 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Strings(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.ToString())
            : Text(claims, name) is { } one ? [one] : [];
}
