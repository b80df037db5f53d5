using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Tables;

// The steps that make, change and leave tables; each is a few lines, so they share a file.

/// <summary>Puts a topic's records into the table's store. A record older than its row is out of date and changes nothing.</summary>
internal sealed class TableSourceNode<TKey, TValue>(string storeName) : Node<TKey, TValue, TKey, Change<TValue>>
{
    private TableStore<TKey, TValue>? _store;

    public override void Init() => _store = (TableStore<TKey, TValue>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.Key is null)
        {
            Task.Dropped();
            return;
        }

        var had = _store!.TryGet(record.Key, out var old, out var oldTime);
        if (had && record.Timestamp < oldTime)
        {
            Task.Dropped();
            return;
        }

        if (record.IsTombstone)
        {
            _store.Remove(record.Key, record.Timestamp);
        }
        else
        {
            _store.Put(record.Key, record.Value, record.Timestamp);
        }

        var change = Change<TValue>.Of(!record.IsTombstone, record.IsTombstone ? default : record.Value, had, had ? old : default);
        var changed = new Record<TKey, Change<TValue>>(record.Key, change, record.Timestamp, record.Headers);
        Forward(in changed);
    }
}

/// <summary>Keeps a computed table.</summary>
internal sealed class TableStoreNode<TKey, TValue>(string storeName) : Node<TKey, Change<TValue>, TKey, Change<TValue>>
{
    private TableStore<TKey, TValue>? _store;

    public override void Init() => _store = (TableStore<TKey, TValue>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        var had = _store!.TryGet(record.Key, out var old);
        if (record.Value.HasNew)
        {
            _store.Put(record.Key, record.Value.New!, record.Timestamp);
        }
        else if (had)
        {
            _store.Remove(record.Key, record.Timestamp);
        }

        var changed = record.WithValue(record.Value with { Old = had ? old : default, HasOld = had });
        Forward(in changed);
    }
}

internal sealed class TableFilterNode<TKey, TValue>(Func<TKey, TValue, bool> predicate) : Node<TKey, Change<TValue>, TKey, Change<TValue>>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        var change = record.Value;
        var keepsNew = change.HasNew && predicate(record.Key, change.New!);
        var keptOld = change.HasOld && predicate(record.Key, change.Old!);
        if (!keepsNew && !keptOld && change.HasOld)
        {
            return;
        }

        var changed = record.WithValue(Change<TValue>.Of(keepsNew, keepsNew ? change.New : default, keptOld, keptOld ? change.Old : default));
        Forward(in changed);
    }
}

internal sealed class TableMapValuesNode<TKey, TValue, TValueOut>(Func<TKey, TValue, TValueOut> mapper)
    : Node<TKey, Change<TValue>, TKey, Change<TValueOut>>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        var change = record.Value;
        var changed = record.WithValue(Change<TValueOut>.Of(
            change.HasNew, change.HasNew ? mapper(record.Key, change.New!) : default,
            change.HasOld, change.HasOld ? mapper(record.Key, change.Old!) : default));
        Forward(in changed);
    }
}

internal sealed class TableToStreamNode<TKey, TValue> : Node<TKey, Change<TValue>, TKey, TValue>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        var row = record.WithValue(record.Value.New!) with { IsTombstone = !record.Value.HasNew };
        Forward(in row);
    }
}
