using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>A call with its body as Fusion sees it: a body without Content-Length is dropped without a word.</summary>
internal sealed class FusionCall
{
    private static readonly string[] s_operationAttributes = ["OperationName", "JobDefName", "JobName"];

    private FusionCall(HttpContext context, byte[] body)
    {
        Context = context;
        Body = body;
        Attributes = ParseAttributes(body);
    }

    public HttpContext Context { get; }

    public byte[] Body { get; }

    /// <summary>The body's attributes, null when it is empty or no JSON object.</summary>
    public JsonObject? Attributes { get; }

    /// <summary>What faults can be aimed at, most telling first.</summary>
    public IReadOnlyList<string> Labels => field ??= [.. FindLabels()];

    /// <summary>The first of the labels.</summary>
    public string Label => FindLabels().First();

    public FusionPrincipal Principal { get; set; } = new("", default, []);

    /// <summary>REST-Framework-Version, 1 where none is sent.</summary>
    public int FrameworkVersion { get; set; } = 1;

    public string? Query(string name) => Context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Attribute(string name) => Attributes?[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() != JsonValueKind.Null => value.ToJsonString(),
        _ => null,
    };

    public string Required(string name) =>
        Attribute(name) is { Length: > 0 } value ? value : throw FusionProblem.BadRequest($"Attribute {name} is required.", name);

    public static FusionCall Of(HttpContext context) => context.Features.Get<FusionCall>() ?? throw new InvalidOperationException("The call was not read.");

    public static async Task<FusionCall> ReadAsync(HttpContext context)
    {
        var body = Array.Empty<byte>();
        if (context.Request.ContentLength is > 0 and var length)
        {
            body = new byte[length];
            await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        }

        var call = new FusionCall(context, body);
        context.Features.Set(call);
        return call;
    }

    private static JsonObject? ParseAttributes(byte[] body)
    {
        try
        {
            return body.Length > 0 && body[0] == '{' ? JsonNode.Parse(body) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<string> FindLabels()
    {
        foreach (var name in s_operationAttributes)
        {
            if (Attribute(name) is { } value)
            {
                yield return value;
            }
        }

        if (Query("finder") is { } finder)
        {
            yield return finder.Split(';')[0];
        }

        if (Attributes?["parts"] is JsonArray parts)
        {
            yield return "batch";
            foreach (var path in parts.Select(static p => (string?)p?["path"]).OfType<string>())
            {
                yield return path;
            }
        }

        yield return Context.Request.Path;
        yield return $"{Context.Request.Method} {Context.Request.Path}";
    }
}
