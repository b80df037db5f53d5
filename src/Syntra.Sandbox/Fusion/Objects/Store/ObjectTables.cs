using System.Runtime.InteropServices;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>Rows by id, by natural key and by parent. Used under the store's lock alone.</summary>
internal sealed class ObjectTables
{
    private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);

    /// <summary>Every row of every resource.</summary>
    public IEnumerable<ObjectRow> Rows => _tables.Values.SelectMany(static t => t.ById.Values);

    public ObjectRow? Find(string resource, long id) => _tables.GetValueOrDefault(resource)?.ById.GetValueOrDefault(id);

    public ObjectRow? FindByKey(string resource, string key, long parent = 0) =>
        _tables.TryGetValue(resource, out var table) && table.ByKey.TryGetValue((parent, key), out var id) ? table.ById.GetValueOrDefault(id) : null;

    /// <summary>In the order in which they were made.</summary>
    public IEnumerable<ObjectRow> Children(string resource, long parent = 0) =>
        _tables.TryGetValue(resource, out var table) && table.ByParent.TryGetValue(parent, out var ids) ? ids.Select(id => table.ById[id]) : [];

    public IEnumerable<ObjectRow> All(string resource) => _tables.TryGetValue(resource, out var table) ? table.ById.Values.OrderBy(static r => r.Id) : [];

    public void Put(ObjectRow row)
    {
        if (!_tables.TryGetValue(row.Resource, out var table))
        {
            _tables[row.Resource] = table = new Table();
        }

        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(table.ById, row.Id, out _);
        var old = place;
        place = row;
        if (old is not null && old.ParentId == row.ParentId && old.Key == row.Key)
        {
            return;
        }

        if (old is not null)
        {
            table.Forget(old);
        }

        table.Learn(row);
    }

    public void Remove(ObjectRow row)
    {
        if (_tables.TryGetValue(row.Resource, out var table) && table.ById.Remove(row.Id))
        {
            table.Forget(row);
        }
    }

    private sealed class Table
    {
        public Dictionary<long, ObjectRow> ById { get; } = [];

        public Dictionary<(long Parent, string Key), long> ByKey { get; } = [];

        /// <summary>Ids in ascending order; new ones are the greatest.</summary>
        public Dictionary<long, List<long>> ByParent { get; } = [];

        public void Learn(ObjectRow row)
        {
            if (row.Key is { } key)
            {
                ByKey[(row.ParentId, key)] = row.Id;
            }

            ref var ids = ref CollectionsMarshal.GetValueRefOrAddDefault(ByParent, row.ParentId, out _);
            ids ??= new List<long>(1);
            if (ids.Count == 0 || ids[^1] < row.Id)
            {
                ids.Add(row.Id);
            }
            else if (ids.BinarySearch(row.Id) is < 0 and var at)
            {
                ids.Insert(~at, row.Id);
            }
        }

        public void Forget(ObjectRow row)
        {
            if (row.Key is { } key)
            {
                ByKey.Remove((row.ParentId, key));
            }

            if (ByParent.TryGetValue(row.ParentId, out var ids) && ids.BinarySearch(row.Id) is >= 0 and var at)
            {
                ids.RemoveAt(at);
            }
        }
    }
}
