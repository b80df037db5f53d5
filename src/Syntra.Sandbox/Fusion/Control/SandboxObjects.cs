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
            ["id"] = r.Id, ["parent"] = r.ParentId, ["key"] = r.Key, ["version"] = r.Version, ["attributes"] = r.Attributes.DeepClone(),
        })]);

    private static JsonArray Hierarchy(FusionDatabase database) => new([.. database.Read(session => session.Query(
        "SELECT tree, tree_version, value, parent_value, depth, published FROM gl_segment_hierarchy ORDER BY tree, tree_version, value",
        static r => (JsonNode)new JsonObject
        {
            ["tree"] = r.GetString(0), ["version"] = r.GetString(1), ["value"] = r.GetString(2), ["parent"] = r.Text(3), ["depth"] = r.GetInt64(4), ["published"] = r.GetInt64(5) == 1,
        }))]);
}
