using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>POST /oauth2/v1/token of the identity domain: the client-credentials grant. Tokens outlive a restart, as they would on a pod.</summary>
internal sealed class TokenEndpoint(FusionDatabase database, FusionSandboxOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(FusionCall.Of(context).Body.Span));
        string Field(string name) => form.TryGetValue(name, out var values) ? values.ToString() : "";

        var (id, secret) = Authentication.ReadBasic(context.Request.Headers.Authorization.ToString()) ?? (Field("client_id"), Field("client_secret"));
        if (options.Clients.FirstOrDefault(c => c.ClientId == id && Authentication.Same(c.Secret, secret)) is not { } client)
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "invalid_client", "Client authentication failed.");
        }

        if (Field("grant_type") != "client_credentials")
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "unsupported_grant_type", "The pod takes the client_credentials grant.");
        }

        return Field("scope").Length == 0
            ? RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_scope", "The request names no scope.")
            : GrantAsync(context, client);
    }

    private Task GrantAsync(HttpContext context, FusionClient client)
    {
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var now = options.TimeProvider.GetUtcNow();
        database.Write(session =>
        {
            session.Execute("DELETE FROM access_token WHERE expires_at <= @now", ("@now", now.ToUnixTimeMilliseconds()));
            return session.Execute(
                "INSERT INTO access_token VALUES (@hash, @client, @expires)",
                ("@hash", Authentication.Hash(token)), ("@client", client.ClientId), ("@expires", (now + options.TokenLife).ToUnixTimeMilliseconds()));
        });
        return context.WriteJsonAsync(
            new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = (long)options.TokenLife.TotalSeconds }, "application/json");
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, string description)
    {
        context.Response.StatusCode = status;
        return context.WriteJsonAsync(new JsonObject { ["error"] = error, ["error_description"] = description }, "application/json");
    }
}
