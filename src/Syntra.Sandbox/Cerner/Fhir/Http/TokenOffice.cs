using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>SMART backend services: verifies assertions (signature, audience, five minutes, each id once) and grants tokens that outlive a restart.</summary>
internal sealed class TokenOffice(FhirSandboxOptions options, FhirDatabase database)
{
    private const long MostLife = 300;

    internal async Task GrantAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var now = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (form["grant_type"] != "client_credentials")
        {
            await RefuseAsync(context, "unsupported_grant_type");
            return;
        }

        if (form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            || Verify(form["client_assertion"].ToString(), context.Request.Scheme + "://" + context.Request.Host + context.Request.Path, now) is not { } account)
        {
            await RefuseAsync(context, "invalid_client");
            return;
        }

        var asked = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var granted = string.Join(' ', asked.Where(s => account.Scopes.Any(a => Plain(a) == Plain(s))));
        if (granted.Length == 0)
        {
            await RefuseAsync(context, "invalid_scope");
            return;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        database.Do(session => session.Execute("DELETE FROM token WHERE expires <= @now", ("@now", now)) + session.Execute(
            "INSERT INTO token VALUES (@hash, @scope, @expires)", ("@hash", Hash(token)), ("@scope", granted), ("@expires", now + (long)options.TokenLife.TotalSeconds)));
        await FhirAnswer.WriteAsync(
            context,
            new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = (long)options.TokenLife.TotalSeconds, ["scope"] = granted }, contentType: "application/json");
    }

    /// <summary>200 where the call may go on; else the status that it gets.</summary>
    internal int Check(HttpContext context, string? resourceType)
    {
        if (options.Accounts.Count == 0)
        {
            return StatusCodes.Status200OK;
        }

        var header = context.Request.Headers.Authorization.ToString();
        var now = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        var scope = header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? database.Do(session => session.Query(
                "SELECT scope FROM token WHERE hash = @hash AND expires > @now", static r => r.GetString(0), ("@hash", Hash(header[7..])), ("@now", now))).FirstOrDefault()
            : null;
        return scope is null ? StatusCodes.Status401Unauthorized
            : resourceType is null || scope.Split(' ').Any(s => Plain(s) == "system/" + resourceType) ? StatusCodes.Status200OK
            : StatusCodes.Status403Forbidden;
    }

    /// <summary>Withdraws every token: callers see 401 and have to ask anew.</summary>
    internal int Revoke() => database.Do(static session => session.Execute("DELETE FROM token"));

    private static string Plain(string scope) => scope.Split('.')[0];

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static Task RefuseAsync(HttpContext context, string error) =>
        FhirAnswer.WriteAsync(context, new JsonObject { ["error"] = error, ["error_uri"] = "urn:sandbox:" + error }, StatusCodes.Status400BadRequest, "application/json");

    private FhirSandboxAccount? Verify(string assertion, string audience, long now)
    {
        try
        {
            var parts = assertion.Split('.');
            if (parts.Length != 3)
            {
                return null;
            }

            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            string? Claim(string name) => claims.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            var account = options.Accounts.FirstOrDefault(a => a.ClientId == Claim("iss") && a.ClientId == Claim("sub"));
            var expires = claims.RootElement.GetProperty("exp").GetInt64();
            return account is not null && Claim("aud") == audience && expires > now && expires <= now + MostLife
                && Verify(account.PublicKeyPem, header.RootElement.GetProperty("alg").GetString(), Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]))
                && Claim("jti") is { Length: > 0 } jti && IsNew(jti, expires, now) ? account : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or CryptographicException)
        {
            return null;
        }
    }

    private bool IsNew(string jti, long expires, long now) => database.Do(session =>
        session.Execute("DELETE FROM assertion WHERE expires < @now", ("@now", now)) >= 0
        && session.Execute("INSERT OR IGNORE INTO assertion VALUES (@jti, @expires)", ("@jti", jti), ("@expires", expires)) == 1);

    private static bool Verify(string pem, string? algorithm, byte[] data, byte[] signature)
    {
        if (algorithm == "RS384")
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
        }

        if (algorithm == "ES384")
        {
            using var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return ec.VerifyData(data, signature, HashAlgorithmName.SHA384);
        }

        return false;
    }
}
