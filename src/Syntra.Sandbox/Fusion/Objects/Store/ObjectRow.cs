using System.Text.Json.Nodes;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>One item of a resource. Never changed: an update is a new row with the same id.</summary>
/// <param name="Resource">Resource that it belongs to; children have one of their own.</param>
/// <param name="Id">Unique in the pod.</param>
/// <param name="ParentId">Item that it is a child of, or 0.</param>
/// <param name="Key">Natural key within the resource, or null.</param>
/// <param name="Version">OBJECT_VERSION_NUMBER, the ETag.</param>
/// <param name="Attributes">As JSON.</param>
internal sealed record ObjectRow(string Resource, long Id, long ParentId, string? Key, int Version, ObjectAttributes Attributes)
{
    public string? Text(string name) => Attributes.Text(name);

    /// <summary>The next version, with these attributes over the old ones.</summary>
    public ObjectRow With(ObjectAttributes changes) => this with { Version = Version + 1, Attributes = Attributes.With(changes) };

    /// <summary>The next version, with these attributes over the old ones.</summary>
    public ObjectRow With(JsonObject changes) => With(ObjectAttributes.Of(changes.AsEnumerable()));

    /// <summary>The next version, with these attributes over the old ones.</summary>
    public ObjectRow With(IEnumerable<KeyValuePair<string, JsonNode?>> changes) => With(ObjectAttributes.Of(changes));
}
