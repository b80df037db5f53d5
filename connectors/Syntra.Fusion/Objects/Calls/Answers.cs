using System.Globalization;
using System.Text.Json;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>Reading of answers; what cannot be read is an answer that never came.</summary>
internal static class Answers
{
    /// <summary>The answer's JSON, read by the function.</summary>
    public static T Read<T>(FusionRequest request, HttpAnswer answer, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            throw FusionErrors.Garbage(request, string.Create(CultureInfo.InvariantCulture, $"{answer.Body.Length} bytes that are not what was asked for"), failure);
        }
    }

    /// <summary>The first item of a collection, or null where it is empty.</summary>
    public static T? First<T>(FusionRequest request, HttpAnswer answer, Func<JsonElement, T?> read)
        where T : class =>
        Read(request, answer, root => Items(root) is var items && items.GetArrayLength() > 0 ? read(items[0]) : null);

    public static JsonElement Items(JsonElement root) =>
        root.Member("items") is { ValueKind: JsonValueKind.Array } items ? items : throw new FormatException("no items");

    /// <summary>Of an item in a collection; a single item has it in the header as well.</summary>
    public static string? ETag(JsonElement item) => item.Member("@context")?.Member("headers")?.Text("ETag");

    /// <summary>Address of the item itself, from the root of the pod.</summary>
    public static string? Self(JsonElement item) => item.OneOrMany("links").Where(l => l.Text("rel") == "self").Select(l => l.Text("href")).FirstOrDefault() is { } href
        ? new Uri(href, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } absolute ? absolute.PathAndQuery : href
        : null;

    public static DateOnly? Day(JsonElement item, string name) =>
        item.Text(name) is { Length: >= 10 } text && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A value inside a q condition.</summary>
    public static string Quote(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
