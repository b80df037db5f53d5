using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>A call with its body as Fusion sees it: a body without Content-Length is dropped without a word.</summary>
internal sealed class FusionCall : IDisposable
{
    private static readonly string[] s_operationAttributes = ["OperationName", "JobDefName", "JobName"];

    // A member that is there twice makes it no JSON: who reads it would be free to take either.
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };

    private readonly JsonDocument? _document;
    private byte[] _pooled;

    private FusionCall(HttpContext context, byte[] pooled, int length)
    {
        Context = context;
        _pooled = pooled;
        Body = pooled.AsMemory(0, length);
        _document = ParseAttributes(Body);
    }

    public HttpContext Context { get; }

    /// <summary>Until the call is answered.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body's attributes, null when it is empty or no JSON object. Until the call is answered.</summary>
    public JsonElement? Attributes => _document?.RootElement;

    /// <summary>What faults can be aimed at, most telling first.</summary>
    public IReadOnlyList<string> Labels => field ??= [.. FindLabels()];

    /// <summary>The first of the labels.</summary>
    public string Label => FindLabels().First();

    public FusionPrincipal Principal { get; set; } = new("", default, []);

    /// <summary>REST-Framework-Version, 1 where none is sent.</summary>
    public int FrameworkVersion { get; set; } = 1;

    public string? Query(string name) => Context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Attribute(string name) => Attributes is not { } attributes || !attributes.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    public string Required(string name) =>
        Attribute(name) is { Length: > 0 } value ? value : throw FusionProblem.BadRequest($"Attribute {name} is required.", name);

    public static FusionCall Of(HttpContext context) => context.Features.Get<FusionCall>() ?? throw new InvalidOperationException("The call was not read.");

    public static async Task<FusionCall> ReadAsync(HttpContext context)
    {
        var body = Array.Empty<byte>();
        var length = checked((int)(context.Request.ContentLength ?? 0));
        if (length > 0)
        {
            body = ArrayPool<byte>.Shared.Rent(length);
            await context.Request.Body.ReadExactlyAsync(body.AsMemory(0, length), context.RequestAborted);
        }

        var call = new FusionCall(context, body, length);
        context.Features.Set(call);
        return call;
    }

    public void Dispose()
    {
        _document?.Dispose();
        if (_pooled.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_pooled);
            _pooled = [];
        }
    }

    private static JsonDocument? ParseAttributes(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.Length > 0 && body.Span[0] == '{' ? JsonDocument.Parse(body, s_options) : null;
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

        if (Attributes is { } attributes && attributes.TryGetProperty("parts", out var parts) && parts.ValueKind == JsonValueKind.Array)
        {
            yield return "batch";
            foreach (var part in parts.EnumerateArray())
            {
                if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String)
                {
                    yield return path.GetString()!;
                }
            }
        }

        yield return Context.Request.Path;
        yield return $"{Context.Request.Method} {Context.Request.Path}";
    }
}
