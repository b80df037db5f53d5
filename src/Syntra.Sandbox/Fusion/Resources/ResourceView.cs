using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>How rows become a collection: q, orderBy, limit and offset, fields, onlyData, totalResults.</summary>
/// <param name="name">Resource name.</param>
/// <param name="attributes">Attributes and how a row gives them; decimals, longs, strings, booleans, dates.</param>
/// <param name="key">Last part of an item's own link.</param>
internal sealed class ResourceView<T>(string name, IReadOnlyDictionary<string, Func<T, object?>> attributes, Func<T, string> key)
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 500;

    /// <summary>The call's q, refused here where it names an unknown attribute, whether or not there are rows.</summary>
    public FilterExpression Filter(FusionCall call)
    {
        var filter = FilterParser.Parse(call.Query("q"), call.FrameworkVersion);
        foreach (var attribute in filter.Attributes)
        {
            Known(attribute);
        }

        return filter;
    }

    public JsonObject Page(FusionCall call, IEnumerable<T> rows)
    {
        var filter = Filter(call);
        var fields = Fields(call);
        var matching = Order(call, rows.Where(row => filter.Matches(attribute => Value(row, attribute)))).ToList();
        var limit = Math.Min(Number(call, "limit", DefaultLimit), MaxLimit);
        var offset = Number(call, "offset", 0);
        var items = matching.Skip(offset).Take(limit).Select(row => (JsonNode)Item(call, row, fields)).ToArray();
        var page = new JsonObject
        {
            ["items"] = new JsonArray(items),
            ["count"] = items.Length,
            ["hasMore"] = offset + items.Length < matching.Count,
            ["limit"] = limit,
            ["offset"] = offset,
        };
        if (call.Query("totalResults") == "true")
        {
            page["totalResults"] = matching.Count;
        }

        page["links"] = new JsonArray(Link(call.Context.Request.Path.ToString(), call, "collection"));
        return page;
    }

    public JsonObject Item(FusionCall call, T row) => Item(call, row, Fields(call));

    private JsonObject Item(FusionCall call, T row, List<string> fields)
    {
        var item = new JsonObject();
        foreach (var field in fields)
        {
            item[field] = ToJson(Value(row, field));
        }

        if (call.Query("onlyData") != "true")
        {
            var path = call.Context.Request.Path.ToString().TrimEnd('/');
            item["links"] = new JsonArray(Link(path.EndsWith(name, StringComparison.Ordinal) ? $"{path}/{key(row)}" : path, call, "item"));
        }

        return item;
    }

    private List<string> Fields(FusionCall call) =>
        call.Query("fields") is { Length: > 0 } list ? [.. list.Split(',', StringSplitOptions.TrimEntries).Select(Known)] : [.. attributes.Keys];

    private IEnumerable<T> Order(FusionCall call, IEnumerable<T> rows)
    {
        if (call.Query("orderBy") is not { Length: > 0 } list)
        {
            return rows;
        }

        IOrderedEnumerable<T>? ordered = null;
        foreach (var part in list.Split(','))
        {
            var field = Known(part.Split(':')[0].Trim());
            var descending = part.EndsWith(":desc", StringComparison.OrdinalIgnoreCase);
            ordered = (ordered, descending) switch
            {
                (null, false) => rows.OrderBy(row => Value(row, field), AttributeComparer.Instance),
                (null, true) => rows.OrderByDescending(row => Value(row, field), AttributeComparer.Instance),
                (_, false) => ordered.ThenBy(row => Value(row, field), AttributeComparer.Instance),
                (_, true) => ordered.ThenByDescending(row => Value(row, field), AttributeComparer.Instance),
            };
        }

        return ordered ?? rows;
    }

    private object? Value(T row, string attribute) => attributes[Known(attribute)](row) switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var value => value,
    };

    private string Known(string attribute) =>
        attributes.ContainsKey(attribute) ? attribute : throw FusionProblem.BadRequest($"The attribute {attribute} is not known to the resource {name}.", attribute);

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        long number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        decimal amount => JsonValue.Create(amount),
        bool flag => JsonValue.Create(flag),
        _ => throw new InvalidOperationException($"No JSON for {value.GetType()}."),
    };

    private JsonObject Link(string path, FusionCall call, string kind)
    {
        var request = call.Context.Request;
        return new() { ["rel"] = "self", ["href"] = $"{request.Scheme}://{request.Host}{path}", ["name"] = name, ["kind"] = kind };
    }

    private static int Number(FusionCall call, string parameter, int otherwise)
    {
        if (call.Query(parameter) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw FusionProblem.BadRequest($"The query parameter {parameter} is not a number.", parameter);
    }
}
