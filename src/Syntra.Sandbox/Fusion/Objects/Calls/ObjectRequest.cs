using System.Globalization;
using System.Text.Json;
using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>A call of a resource, whether it came by itself or as a part of a batch.</summary>
/// <param name="Method">GET, POST, PATCH or DELETE.</param>
/// <param name="Path">Parts behind the service root, unescaped.</param>
/// <param name="Query">Query parameters.</param>
/// <param name="Body">Attributes, or null.</param>
/// <param name="Principal">Who calls.</param>
internal sealed record ObjectRequest(string Method, IReadOnlyList<string> Path, IReadOnlyDictionary<string, string> Query, JsonElement? Body, FusionPrincipal Principal)
{
    /// <summary>Where the answer's links begin: scheme, host and service root.</summary>
    public string Base { get; init; } = "";

    public int FrameworkVersion { get; init; } = 1;

    public string ContentType { get; init; } = "";

    public bool Upsert { get; init; }

    public string? IfMatch { get; init; }

    public string? EffectiveOf { get; init; }

    public JsonElement Attributes => Body ?? throw FusionProblem.BadRequest("The request body is empty.");

    public string? Text(string name) => Body?.Text(name);

    public string Required(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw FusionProblem.BadRequest($"You must provide a value for the attribute {name}.", name);

    public long Id(int part) =>
        long.TryParse(Path[part], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw FusionProblem.NotFound();
}

/// <summary>What a resource answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Its body, or null. Rows that it writes are those of its moment, because rows never change.</param>
internal sealed record ObjectAnswer(int Status, JsonPiece? Body)
{
    public string? ETag { get; init; }

    public static ObjectAnswer NoContent { get; } = new(204, null);
}

/// <summary>Reading what was sent.</summary>
internal static class SentAttributes
{
    /// <summary>The value's text: a string's own, JSON of any other; null where there is none.</summary>
    public static string? Text(this JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    public static bool IsObject(this JsonElement value) => value.ValueKind == JsonValueKind.Object;
}
