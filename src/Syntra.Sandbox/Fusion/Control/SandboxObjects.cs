using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Control;

/// <summary>GET /sandbox/objects/{resource}: what stands, with ids, parents and versions; "hierarchy" is the account hierarchy.</summary>
internal static class SandboxObjects
{
    public static JsonArray Read(string resource, ObjectStore objects, FusionDatabase database) => resource == "hierarchy"
        ? Hierarchy(database)
        : new JsonArray([.. objects.Read(tables => tables.All(resource).ToList()).Select(static r => (JsonNode)new JsonObject
        {
            ["id"] = r.Id, ["parent"] = r.ParentId, ["key"] = r.Key, ["version"] = r.Version, ["attributes"] = r.Attributes.ToNode(),
        })]);

    /// <summary>GET /sandbox/object-history/{resource}?behind=n: at most <see cref="HistoryPage"/> changes in their order; before and after are version numbers, null where there was or is none.</summary>
    public static JsonArray History(string resource, long behind, ObjectStore objects) => new([.. objects.History.Read(resource, behind, HistoryPage).Select(static c => (JsonNode)new JsonObject
    {
        ["number"] = c.Number, ["id"] = (c.After ?? c.Before)!.Id, ["key"] = (c.After ?? c.Before)!.Key, ["before"] = c.Before?.Version, ["after"] = c.After?.Version,
        ["attributes"] = c.After?.Attributes.ToNode(),
    })]);

    private const int HistoryPage = 20_000;

    private static JsonArray Hierarchy(FusionDatabase database) => new([.. database.Read(session => session.Query(
        "SELECT tree, tree_version, value, parent_value, depth, published FROM gl_segment_hierarchy ORDER BY tree, tree_version, value",
        static r => (JsonNode)new JsonObject
        {
            ["tree"] = r.GetString(0), ["version"] = r.GetString(1), ["value"] = r.GetString(2), ["parent"] = r.Text(3), ["depth"] = r.GetInt64(4), ["published"] = r.GetInt64(5) == 1,
        }))]);
}
