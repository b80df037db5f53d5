using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Fusion.Http;

internal static class JsonAnswer
{
    private const int FirstBytes = 1024;
    public const string Item = "application/vnd.oracle.adf.resourceitem+json";
    public const string Collection = "application/vnd.oracle.adf.resourcecollection+json";

    public static async Task WriteJsonAsync(this HttpContext context, JsonNode body, string contentType)
    {
        var bytes = new ArrayBufferWriter<byte>(FirstBytes);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            body.WriteTo(writer);
        }

        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(bytes.WrittenMemory, context.RequestAborted);
    }
}
