using System.Globalization;
using System.Text.Json.Nodes;
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
    public static JsonObject Of(ObjectRequest request, ObjectRow row, string path, string name)
    {
        var item = (JsonObject)row.Attributes.DeepClone();
        if (request.Query.GetValueOrDefault("onlyData") != "true")
        {
            item["@context"] = new JsonObject { ["key"] = row.Id.ToString(CultureInfo.InvariantCulture), ["headers"] = new JsonObject { ["ETag"] = ETag(row) } };
            item["links"] = new JsonArray(Link(request, path, name));
        }

        return item;
    }

    public static JsonObject Link(ObjectRequest request, string path, string name) =>
        new() { ["rel"] = "self", ["href"] = request.Base + path, ["name"] = name, ["kind"] = "item" };

    public static ObjectAnswer One(ObjectRow row, JsonObject item, int status = 200) => new(status, item) { ETag = ETag(row) };

    /// <summary>A page of the rows that match q. An attribute that the resource does not let be queried is a 400.</summary>
    public static ObjectAnswer Page(ObjectRequest request, IEnumerable<ObjectRow> rows, IReadOnlyCollection<string> queryable, Func<ObjectRow, JsonObject> item)
    {
        var filter = FilterParser.Parse(request.Query.GetValueOrDefault("q"), request.FrameworkVersion);
        if (filter.Attributes.FirstOrDefault(a => !queryable.Contains(a)) is { } unknown)
        {
            throw FusionProblem.BadRequest($"The attribute {unknown} in the query parameter q cannot be queried.", unknown);
        }

        var limit = Math.Min(Number(request, "limit", DefaultLimit), MaxLimit);
        var offset = Number(request, "offset", 0);
        var matching = rows.Where(row => filter.Matches(row.Text)).Skip(offset).Take(limit + 1).ToList();
        var items = new JsonArray([.. matching.Take(limit).Select(r => (JsonNode)item(r))]);
        return new ObjectAnswer(200, new JsonObject
        {
            ["items"] = items, ["count"] = items.Count, ["hasMore"] = matching.Count > limit, ["limit"] = limit, ["offset"] = offset, ["links"] = new JsonArray(),
        });
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

    public static void RefuseUnknown(ObjectRequest request, IReadOnlyCollection<string> known)
    {
        if (request.Attributes.Select(static p => p.Key).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw FusionProblem.BadRequest($"The attribute {unknown} isn't a valid attribute of the resource.", unknown);
        }
    }

    private static int Number(ObjectRequest request, string name, int otherwise) =>
        request.Query.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
