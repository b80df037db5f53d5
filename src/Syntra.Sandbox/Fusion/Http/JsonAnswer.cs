using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Fusion.Http;

internal static class JsonAnswer
{
    public const string Item = "application/vnd.oracle.adf.resourceitem+json";
    public const string Collection = "application/vnd.oracle.adf.resourcecollection+json";

    public static Task WriteJsonAsync(this HttpContext context, JsonNode body, string contentType)
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
