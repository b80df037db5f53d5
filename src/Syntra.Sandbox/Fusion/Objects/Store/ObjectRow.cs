using System.Text.Json.Nodes;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>One item of a resource. Never changed: an update is a new row with the same id.</summary>
/// <param name="Resource">Resource that it belongs to; children have one of their own.</param>
/// <param name="Id">Unique in the pod.</param>
/// <param name="ParentId">Item that it is a child of, or 0.</param>
/// <param name="Key">Natural key within the resource, or null.</param>
/// <param name="Version">OBJECT_VERSION_NUMBER, the ETag.</param>
/// <param name="Attributes">Not to be written to.</param>
internal sealed record ObjectRow(string Resource, long Id, long ParentId, string? Key, int Version, JsonObject Attributes)
{
    public string? Text(string name) => Attributes[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var value => value.ToJsonString(),
    };

    /// <summary>The next version, with these attributes over the old ones.</summary>
    public ObjectRow With(IEnumerable<KeyValuePair<string, JsonNode?>> changes)
    {
        var next = (JsonObject)Attributes.DeepClone();
        foreach (var (name, value) in changes)
        {
            next[name] = value?.DeepClone();
        }

        return this with { Version = Version + 1, Attributes = next };
    }
}
