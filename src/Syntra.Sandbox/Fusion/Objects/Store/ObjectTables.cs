namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>Rows by id, by natural key and by parent. Used under the store's lock alone.</summary>
internal sealed class ObjectTables
{
    private readonly Dictionary<(string Resource, long Id), ObjectRow> _byId = [];
    private readonly Dictionary<(string Resource, long Parent, string Key), long> _byKey = [];
    private readonly Dictionary<(string Resource, long Parent), SortedSet<long>> _byParent = [];

    public ObjectRow? Find(string resource, long id) => _byId.GetValueOrDefault((resource, id));

    public ObjectRow? FindByKey(string resource, string key, long parent = 0) =>
        _byKey.TryGetValue((resource, parent, key), out var id) ? Find(resource, id) : null;

    /// <summary>In the order in which they were made.</summary>
    public IEnumerable<ObjectRow> Children(string resource, long parent = 0) =>
        _byParent.TryGetValue((resource, parent), out var ids) ? ids.Select(id => _byId[(resource, id)]) : [];

    public IEnumerable<ObjectRow> All(string resource) => _byId.Values.Where(r => r.Resource == resource).OrderBy(r => r.Id);

    public int Count(string resource) => _byId.Keys.Count(k => k.Resource == resource);

    public void Put(ObjectRow row)
    {
        if (Find(row.Resource, row.Id) is { } old)
        {
            Remove(old);
        }

        _byId[(row.Resource, row.Id)] = row;
        if (row.Key is { } key)
        {
            _byKey[(row.Resource, row.ParentId, key)] = row.Id;
        }

        if (!_byParent.TryGetValue((row.Resource, row.ParentId), out var ids))
        {
            _byParent[(row.Resource, row.ParentId)] = ids = [];
        }

        ids.Add(row.Id);
    }

    public void Remove(ObjectRow row)
    {
        _byId.Remove((row.Resource, row.Id));
        if (row.Key is { } key)
        {
            _byKey.Remove((row.Resource, row.ParentId, key));
        }

        _byParent[(row.Resource, row.ParentId)].Remove(row.Id);
    }
}
