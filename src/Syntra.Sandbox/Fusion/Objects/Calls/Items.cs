using System.Globalization;
using System.Text.Json;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Resources;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>Rows as items and collections: q, limit, offset, onlyData, links and ETags.</summary>
internal static class Items
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 500;

    public static string ETag(ObjectRow row) => string.Create(CultureInfo.InvariantCulture, $"\"{row.Id:X}-{row.Version}\"");

    /// <summary>An item with its link and, as newer framework versions give it, its ETag.</summary>
    /// <param name="request">The call.</param>
    /// <param name="row">The item.</param>
    /// <param name="path">Its address behind the service root.</param>
    /// <param name="name">Its resource.</param>
    /// <param name="children">Writes members behind its own.</param>
    /// <param name="without">An attribute that is not shown.</param>
    public static JsonPiece Of(ObjectRequest request, ObjectRow row, string path, string name, JsonPiece? children = null, string? without = null)
    {
        var isOnlyData = request.Query.GetValueOrDefault("onlyData") == "true";
        var root = request.Base;
        return json =>
        {
            json.WriteStartObject();
            row.Attributes.WriteMembers(json, without);
            if (!isOnlyData)
            {
                json.WriteStartObject("@context"u8);
                json.WriteString("key"u8, row.Id.ToString(CultureInfo.InvariantCulture));
                json.WriteStartObject("headers"u8);
                json.WriteString("ETag"u8, ETag(row));
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteStartArray("links"u8);
                WriteLink(json, root + path, name);
                json.WriteEndArray();
            }

            children?.Invoke(json);
            json.WriteEndObject();
        };
    }

    public static ObjectAnswer One(ObjectRow row, JsonPiece item, int status = 200) => new(status, item) { ETag = ETag(row) };

    /// <summary>A page of the rows that match q. An attribute that the resource does not let be queried is a 400.</summary>
    public static ObjectAnswer Page(ObjectRequest request, IEnumerable<ObjectRow> rows, IReadOnlyCollection<string> queryable, Func<ObjectRow, JsonPiece> item)
    {
        var filter = FilterParser.Parse(request.Query.GetValueOrDefault("q"), request.FrameworkVersion);
        if (filter.Attributes.FirstOrDefault(a => !queryable.Contains(a)) is { } unknown)
        {
            throw FusionProblem.BadRequest($"The attribute {unknown} in the query parameter q cannot be queried.", unknown);
        }

        var limit = Math.Min(Number(request, "limit", DefaultLimit), MaxLimit);
        var offset = Number(request, "offset", 0);
        var matching = rows.Where(row => filter.Matches(row.Text)).Skip(offset).Take(limit + 1).ToList();
        var items = matching.Take(limit).Select(item).ToArray();
        return new ObjectAnswer(200, json =>
        {
            json.WriteStartObject();
            WriteArray(json, "items", items);
            json.WriteNumber("count"u8, items.Length);
            json.WriteBoolean("hasMore"u8, matching.Count > limit);
            json.WriteNumber("limit"u8, limit);
            json.WriteNumber("offset"u8, offset);
            json.WriteStartArray("links"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<JsonPiece> items)
    {
        json.WriteStartArray(name);
        foreach (var write in items)
        {
            write(json);
        }

        json.WriteEndArray();
    }

    /// <summary>The value that q asks for with =, so that a key need not be searched for.</summary>
    public static string? Asked(ObjectRequest request, string attribute)
    {
        var filter = FilterParser.Parse(request.Query.GetValueOrDefault("q"), request.FrameworkVersion);
        return filter.RequiredValue(attribute);
    }

    /// <summary>412 where the item has changed since the caller read it.</summary>
    public static void Match(ObjectRequest request, ObjectRow row)
    {
        if (request.IfMatch is { } etag && etag != "*" && etag != ETag(row))
        {
            throw new FusionProblem(412, "The item was changed by another user.");
        }
    }

    public static void RefuseUnknown(JsonElement attributes, IReadOnlyCollection<string> known)
    {
        foreach (var property in attributes.EnumerateObject())
        {
            if (property.Name is var name && !known.Contains(name))
            {
                throw FusionProblem.BadRequest($"The attribute {name} isn't a valid attribute of the resource.", name);
            }
        }
    }

    private static void WriteLink(Utf8JsonWriter json, string address, string name)
    {
        json.WriteStartObject();
        json.WriteString("rel"u8, "self"u8);
        json.WriteString("href"u8, address);
        json.WriteString("name"u8, name);
        json.WriteString("kind"u8, "item"u8);
        json.WriteEndObject();
    }

    private static int Number(ObjectRequest request, string name, int otherwise) =>
        request.Query.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
