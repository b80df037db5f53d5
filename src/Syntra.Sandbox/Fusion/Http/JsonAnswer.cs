using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Writes a part of an answer, after the store was left.</summary>
internal delegate void JsonPiece(Utf8JsonWriter json);

internal static class JsonAnswer
{
    public const string Item = "application/vnd.oracle.adf.resourceitem+json";
    public const string Collection = "application/vnd.oracle.adf.resourcecollection+json";

    /// <summary>How JSON is written and rows are kept: never within HTML, so that quotes and signs need no more than JSON asks for.</summary>
    public static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteJsonAsync(this HttpContext context, JsonNode body, string contentType) => context.WriteJsonAsync(json => body.WriteTo(json), contentType);

    public static async Task WriteJsonAsync(this HttpContext context, JsonPiece body, string contentType)
    {
        using var bytes = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            body(writer);
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Written.Length;
        await context.Response.Body.WriteAsync(bytes.Written, context.RequestAborted);
    }
}
