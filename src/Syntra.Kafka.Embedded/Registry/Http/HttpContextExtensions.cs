using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Syntra.Kafka.Embedded.Registry.Http;

/// <summary>Reading of requests and writing of answers in the registry's ways.</summary>
internal static class HttpContextExtensions
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";

    public static Task AnswerAsync(this HttpContext context, JsonNode? body) => context.AnswerTextAsync(Json.Write(body));

    public static Task AnswerTextAsync(this HttpContext context, string json)
    {
        context.Response.ContentType = Answers(context.Request.Headers.Accept.ToString());
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>A part of the path; a slash inside it comes as %2F.</summary>
    public static string Path(this HttpContext context, string name) =>
        ((string)context.Request.RouteValues[name]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public static bool Flag(this HttpContext context, string name) => string.Equals(context.Request.Query[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Which versions the query's deleted and deletedOnly ask for.</summary>
    public static Visibility Visibility(this HttpContext context) =>
        context.Flag("deletedOnly") ? new Visibility(Live: false, Deleted: true) : new Visibility(Live: true, Deleted: context.Flag("deleted"));

    /// <summary>The JSON object of the body.</summary>
    /// <exception cref="RegistryException">400 or 415.</exception>
    public static async Task<JsonObject> BodyAsync(this HttpContext context)
    {
        if (context.Request.ContentType is { Length: > 0 } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase) && !type.Contains("octet-stream", StringComparison.OrdinalIgnoreCase))
        {
            throw new RegistryException(415, "HTTP 415 Unsupported Media Type");
        }

        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false) as JsonObject
                ?? throw new RegistryException(400, "the body must be a JSON object");
        }
        catch (JsonException)
        {
            throw new RegistryException(400, "the body is not JSON");
        }
    }

    /// <summary>The schema of the body, with its references.</summary>
    /// <exception cref="RegistryException">400, 415, 42201, 42205.</exception>
    public static async Task<(string Text, IReadOnlyList<SchemaReference> References)> SchemaBodyAsync(this HttpContext context)
    {
        var body = await context.BodyAsync().ConfigureAwait(false);
        if (Json.Text(body["schemaType"]) is { } type && type != "AVRO")
        {
            throw RegistryException.InvalidSchema($"schema type {type} is not supported here, only AVRO");
        }

        if (Json.Number(body["id"]) is > 0)
        {
            throw RegistryException.NotPermitted("a schema id can be given in IMPORT mode only, which this registry does not have");
        }

        var text = Json.Text(body["schema"]);
        return string.IsNullOrWhiteSpace(text) ? throw RegistryException.InvalidSchema("empty schema") : (text, Log.LogFormat.ReadReferences(body["references"]));
    }

    // Clients that accept plain JSON only get that name for the same bytes.
    private static string Answers(string accept) =>
        accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal) || accept.Contains("vnd.schemaregistry", StringComparison.OrdinalIgnoreCase)
            || !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            ? ContentType
            : "application/json";
}
