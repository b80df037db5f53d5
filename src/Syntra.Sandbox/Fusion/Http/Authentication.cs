using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Basic with a service user, or a bearer token of the identity domain.</summary>
internal sealed class Authentication(FusionDatabase database, FusionSandboxOptions options)
{
    private readonly ConcurrentDictionary<string, Token> _tokens = new(StringComparer.Ordinal);

    private sealed record Token(string ClientId, long ExpiresAt);

    public FusionPrincipal Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return Basic(header) ?? Bearer(header) ?? throw new FusionProblem(401, "Unauthorized");
    }

    /// <summary>User name and password of a Basic header.</summary>
    public static (string Name, string Password)? ReadBasic(string header)
    {
        const string scheme = "Basic ";
        var buffer = new byte[header.Length];
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[scheme.Length..].Trim(), buffer, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(buffer, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : null;
    }

    public static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private string? ClientOf(string text, long now)
    {
        if (!_tokens.TryGetValue(text, out var token))
        {
            var hash = Hash(text);
            token = database.Read(s => s.First(
                "SELECT client_id, expires_at FROM access_token WHERE token_hash = @hash", static r => new Token(r.GetString(0), r.GetInt64(1)), ("@hash", hash)));
            if (token is null)
            {
                return null;
            }

            _tokens[text] = token;
        }

        return token.ExpiresAt > now ? token.ClientId : null;
    }

    private FusionPrincipal? Basic(string header) =>
        ReadBasic(header) is var (name, password) && options.Users.FirstOrDefault(u => u.Name == name && Same(u.Password, password)) is { } user
            ? new(user.Name, user.Privileges, user.LedgerIds)
            : null;

    private FusionPrincipal? Bearer(string header)
    {
        const string scheme = "Bearer ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var clientId = ClientOf(header[scheme.Length..].Trim(), options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        return options.Clients.FirstOrDefault(c => c.ClientId == clientId) is { } client ? new(client.ClientId, client.Privileges, client.LedgerIds) : null;
    }
}
