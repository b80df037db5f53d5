using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>A search that the server refuses.</summary>
internal sealed class SearchRefusedException(int status, string code, string text) : Exception(text)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;
}

/// <summary>What a search asks for. References match by their last two parts; what the server does not know is 400.</summary>
internal sealed class SearchQuery
{
    /// <summary>Parameters beside <c>_lastUpdated</c>, by the element that they look at.</summary>
    internal static IReadOnlyDictionary<string, string> Elements { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["_id"] = "id", ["patient"] = "subject", ["subject"] = "subject", ["context"] = "context", ["account"] = "account", ["status"] = "status", ["-status"] = "status",
        ["active"] = "active", ["organization"] = "managingOrganization", ["-encounter"] = "encounter",
    };

    private readonly List<(string Element, string[] Values)> _filters = [];

    internal int? Count { get; private set; }

    internal DateTimeOffset? From { get; private set; }

    internal DateTimeOffset? Until { get; private set; }

    internal static SearchQuery Of(IQueryCollection parameters, bool hasWindows)
    {
        var query = new SearchQuery();
        foreach (var (name, values) in parameters)
        {
            switch (name)
            {
                case "_count" when int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                    query.Count = count;
                    break;
                case "_lastUpdated" when hasWindows:
                    query.Window(values);
                    break;
                case var _ when Elements.TryGetValue(name, out var element):
                    query._filters.Add((element, values.ToString().Split(',')));
                    break;
                default:
                    throw new SearchRefusedException(400, "invalid", "A parameter is not supported.");
            }
        }

        return query;
    }

    internal bool Matches(StoredResource resource)
    {
        if (_filters.Count == 0)
        {
            return true;
        }

        var body = (JsonObject)JsonNode.Parse(resource.Body)!;
        return _filters.TrueForAll(f => Texts(body[f.Element]).Any(text => f.Values.Any(v => text == v || text.EndsWith("/" + v, StringComparison.Ordinal))));
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Texts),
        JsonObject reference => Texts(reference["reference"]),
        JsonValue value => [value.ToString()],
        _ => [],
    };

    // "The date and prefix pairs must create a closed range": one bound alone is refused, and so is a third.
    private void Window(IReadOnlyList<string?> values)
    {
        foreach (var value in values.OfType<string>())
        {
            if (value.Length < 3 || !DateTimeOffset.TryParse(value[2..], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            {
                throw new SearchRefusedException(400, "invalid", "_lastUpdated takes ge, gt, le or lt and an instant.");
            }

            switch (value[..2])
            {
                case "ge" or "gt":
                    From = value[0..2] == "ge" ? at : at.AddMilliseconds(1);
                    break;
                case "lt" or "le":
                    Until = value[0..2] == "lt" ? at : at.AddMilliseconds(1);
                    break;
                default:
                    throw new SearchRefusedException(400, "invalid", "_lastUpdated takes ge, gt, le or lt and an instant.");
            }
        }

        if (values.Count != 2 || From is null || Until is null)
        {
            throw new SearchRefusedException(400, "invalid", "_lastUpdated must be a closed range.");
        }
    }
}
