using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Http;

/// <summary>
/// Searches with pages under opaque links. A page shows its resources as they are when it is fetched, and the last one of a page comes again
/// on the next, as it may where data move. No totals. A context lives in memory: after a restart its links are gone.
/// </summary>
internal sealed class SearchPages(FhirSandboxOptions options, ResourceStore store, Func<string> root)
{
    private readonly ConcurrentDictionary<string, (string Type, List<string> Ids, int At, int Count)> _contexts = new(StringComparer.Ordinal);

    internal JsonObject Begin(string type, IQueryCollection parameters)
    {
        var query = SearchQuery.Of(parameters, HasWindows(type));
        List<string> ids = [.. store.All(type, query.From, query.Until).Where(query.Matches).Select(r => r.Id)];
        if (type == "Patient" && ids.Count > options.MaxPatientMatches)
        {
            throw new SearchRefusedException(422, "business-rule", "Too many matches.");
        }

        return Page(type, ids, 0, Math.Clamp(query.Count ?? options.PageSize, 1, 1000));
    }

    internal JsonObject Next(string context) => _contexts.TryGetValue(context, out var c)
        ? Page(c.Type, c.Ids, c.At, c.Count)
        : throw new SearchRefusedException(404, "not-found", "The page is gone.");

    /// <summary>Drops all contexts: links that were given out lead nowhere.</summary>
    internal void Forget() => _contexts.Clear();

    internal bool HasWindows(string type) => options.WindowTypes is null || options.WindowTypes.Contains(type);

    private JsonObject Page(string type, List<string> ids, int at, int count)
    {
        var entries = new JsonArray();
        // From the second page on with one that was there before.
        foreach (var id in ids.Skip(Math.Max(0, at - 1)).Take(count + Math.Min(at, 1)))
        {
            if (store.Find(type, id) is { IsDeleted: false } found)
            {
                entries.Add((JsonNode)new JsonObject
                {
                    ["fullUrl"] = $"{root()}/{type}/{id}", ["resource"] = JsonNode.Parse(found.Body), ["search"] = new JsonObject { ["mode"] = "match" },
                });
            }
        }

        var links = new JsonArray(new JsonObject { ["relation"] = "self", ["url"] = $"{root()}/{type}" });
        if (at + count < ids.Count)
        {
            var context = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            _contexts[context] = (type, ids, at + count, count);
            links.Add((JsonNode)new JsonObject { ["relation"] = "next", ["url"] = string.Create(CultureInfo.InvariantCulture, $"{root()}?pageContext={context}&direction=NEXT") });
        }

        return new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset", ["link"] = links, ["entry"] = entries };
    }
}
