using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Cerner.Fhir.Hooks;
using Syntra.Sandbox.Cerner.Fhir.Http;

namespace Syntra.Sandbox.Cerner.Fhir.Control;

/// <summary>What a server does not have: switches and windows for tests and demos under <c>/sandbox/</c>, without sign-in, on loopback.</summary>
internal static class ControlPanel
{
    private static readonly JsonSerializerOptions Web = JsonSerializerOptions.Web;

    internal static void Map(IEndpointRouteBuilder endpoints, FhirSandbox sandbox)
    {
        endpoints.MapPost("/sandbox/resources", async context =>
        {
            var json = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var stored = sandbox.Put(json is JsonArray array ? [.. array.Select(n => (JsonObject)n!)] : [(JsonObject)json!]);
            await AnswerAsync(context, new JsonObject { ["stored"] = stored });
        });
        endpoints.MapDelete("/sandbox/resources/{type}/{id}", context =>
            AnswerAsync(context, new JsonObject { ["deleted"] = sandbox.Delete(Route(context, "type"), Route(context, "id")) }));
        endpoints.MapPost("/sandbox/events", async context =>
        {
            var json = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
            await AnswerAsync(context, new JsonObject { ["sequence"] = sandbox.Emit((string)json["type"]!, (JsonObject)json["data"]!) });
        });
        endpoints.MapPost("/sandbox/webhooks", async context =>
        {
            sandbox.HookFaults = await JsonSerializer.DeserializeAsync<HookFaults>(context.Request.Body, Web, context.RequestAborted) ?? new HookFaults();
            await AnswerAsync(context, []);
        });
        endpoints.MapPost("/sandbox/subscriptions/{id}/restart", context =>
        {
            sandbox.RestartNumbers(Route(context, "id"));
            return AnswerAsync(context, []);
        });
        endpoints.MapPost("/sandbox/faults", async context =>
        {
            sandbox.AddFaults(await JsonSerializer.DeserializeAsync<List<CallFault>>(context.Request.Body, Web, context.RequestAborted) ?? []);
            await AnswerAsync(context, []);
        });
        endpoints.MapDelete("/sandbox/faults", context =>
        {
            sandbox.ClearFaults();
            return AnswerAsync(context, []);
        });
        endpoints.MapPost("/sandbox/forget-pages", context =>
        {
            sandbox.ForgetPages();
            return AnswerAsync(context, []);
        });
        endpoints.MapPost("/sandbox/revoke-tokens", context =>
        {
            sandbox.RevokeTokens();
            return AnswerAsync(context, []);
        });
        endpoints.MapGet("/sandbox/stats", context => AnswerAsync(context, new JsonObject
        {
            ["posted"] = sandbox.Posted, ["lost"] = sandbox.Lost, ["waiting"] = sandbox.Waiting,
        }));
    }

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static Task AnswerAsync(HttpContext context, JsonObject body) => FhirAnswer.WriteAsync(context, body, contentType: "application/json");
}
