using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>Answers as the server writes them.</summary>
internal static class FhirAnswer
{
    internal const string Json = "application/fhir+json; charset=utf-8";

    internal static Task WriteAsync(HttpContext context, JsonNode body, int status = 200, string contentType = Json) => WriteAsync(context, Encoding.UTF8.GetBytes(body.ToJsonString()), status, contentType);

    internal static async Task WriteAsync(HttpContext context, byte[] body, int status = 200, string contentType = Json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>An error with its OperationOutcome.</summary>
    internal static Task OutcomeAsync(HttpContext context, int status, string code, string text, string severity = "error", int? retryAfter = null)
    {
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, Outcome(code, text, severity), status);
    }

    internal static JsonObject Outcome(string code, string text, string severity) => new()
    {
        ["resourceType"] = "OperationOutcome",
        ["issue"] = new JsonArray(new JsonObject { ["severity"] = severity, ["code"] = code, ["details"] = new JsonObject { ["text"] = text } }),
    };
}
