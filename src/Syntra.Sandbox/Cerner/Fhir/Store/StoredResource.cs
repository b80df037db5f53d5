using System.Globalization;
using System.Text.Json.Nodes;

namespace Syntra.Sandbox.Cerner.Fhir.Store;

/// <summary>One version of a resource as the server holds it.</summary>
internal sealed record StoredResource(string Type, string Id, long Version, DateTimeOffset Updated, bool IsDeleted, string Body)
{
    internal const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    internal static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>The content with the server's own version and time in meta.</summary>
    internal static string Stamped(JsonObject content, long version, DateTimeOffset at)
    {
        var copy = (JsonObject)content.DeepClone();
        var meta = copy["meta"] as JsonObject ?? [];
        meta["versionId"] = version.ToString(CultureInfo.InvariantCulture);
        meta["lastUpdated"] = Text(at);
        copy.Remove("meta");
        var ordered = new JsonObject { ["resourceType"] = copy["resourceType"]?.DeepClone(), ["id"] = copy["id"]?.DeepClone(), ["meta"] = meta };
        foreach (var (name, value) in copy.Where(p => p.Key is not ("resourceType" or "id")))
        {
            ordered[name] = value?.DeepClone();
        }

        return ordered.ToJsonString();
    }
}
