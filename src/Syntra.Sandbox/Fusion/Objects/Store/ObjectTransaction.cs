namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>Changes that stay together or not at all.</summary>
internal sealed class ObjectTransaction(ObjectTables tables, Func<long> nextId)
{
    private readonly List<(ObjectRow? Before, ObjectRow? After)> _changes = [];

    public ObjectTables Tables { get; } = tables;

    /// <summary>Rows to write (After) or to delete (Before alone).</summary>
    public IReadOnlyList<(ObjectRow? Before, ObjectRow? After)> Changes => _changes;

    public int Mark() => _changes.Count;

    public ObjectRow Insert(string resource, string? key, ObjectAttributes attributes, string? idAttribute = null, long parent = 0)
    {
        var id = nextId();
        return Apply(null, new ObjectRow(resource, id, parent, key, 1, idAttribute is null ? attributes : attributes.With(idAttribute, id)))!;
    }

    public ObjectRow Update(ObjectRow row, ObjectRow next) => Apply(row, next)!;

    public void Delete(ObjectRow row) => Apply(row, null);

    public void Undo(int mark = 0)
    {
        for (var i = _changes.Count - 1; i >= mark; i--)
        {
            var (before, after) = _changes[i];
            if (before is not null)
            {
                Tables.Put(before);
            }
            else if (after is not null)
            {
                Tables.Remove(after);
            }
        }

        _changes.RemoveRange(mark, _changes.Count - mark);
    }

    private ObjectRow? Apply(ObjectRow? before, ObjectRow? after)
    {
        if (after is not null)
        {
            Tables.Put(after);
        }
        else if (before is not null)
        {
            Tables.Remove(before);
        }

        _changes.Add((before, after));
        return after;
    }
}
