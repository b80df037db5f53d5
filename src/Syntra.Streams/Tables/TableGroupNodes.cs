using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Tables;

/// <summary>
/// Sends a row's change to the row's group. A row that moves is two records: out of its old group, into its new one. A row that stays
/// is one, so that nobody sees the group without it.
/// </summary>
internal sealed class TableGroupNode<TKey, TValue, TGroup, TMember>(Func<TKey, TValue, KeyValuePair<TGroup, TMember>> selector)
    : Node<TKey, Change<TValue>, TGroup, Change<TMember>>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        var hasOld = TrySelect(record.Key, record.Value.HasOld, record.Value.Old, out var old);
        var hasNew = TrySelect(record.Key, record.Value.HasNew, record.Value.New, out var now);
        if (hasOld && hasNew && EqualityComparer<TGroup>.Default.Equals(old.Key, now.Key))
        {
            Send(record.WithKey(now.Key), Change<TMember>.Of(true, now.Value, true, old.Value));
            return;
        }

        if (hasOld)
        {
            Send(record.WithKey(old.Key), Change<TMember>.Of(false, default, true, old.Value));
        }

        if (hasNew)
        {
            Send(record.WithKey(now.Key), Change<TMember>.Of(true, now.Value, false, default));
        }
    }

    /// <summary>The side's group; false where there is no row, or the selector gives it no group or no value.</summary>
    private bool TrySelect(TKey key, bool has, TValue? value, out KeyValuePair<TGroup, TMember> selected)
    {
        selected = has ? selector(key, value!) : default;
        return has && selected is { Key: not null, Value: not null };
    }

    private void Send(in Record<TGroup, Change<TValue>> record, Change<TMember> change)
    {
        var changed = record.WithValue(change);
        Forward(in changed);
    }
}

/// <summary>Folds the rows of a group: the row that goes is taken out, then the row that comes is put in. The adder is told whether there was an aggregate.</summary>
internal sealed class TableAggregateNode<TKey, TValue, TAggregate>(
    string storeName,
    Func<TKey, TValue, bool, TAggregate?, TAggregate> adder,
    Func<TKey, TValue, TAggregate, TAggregate> subtractor)
    : Node<TKey, Change<TValue>, TKey, Change<TAggregate>>
{
    private TableStore<TKey, TAggregate>? _store;

    public override void Init() => _store = (TableStore<TKey, TAggregate>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        var had = _store!.TryGet(record.Key, out var old, out var oldTime);
        if (record.IsTombstone || (!had && !record.Value.HasNew))
        {
            Task.Dropped();
            return;
        }

        TAggregate? now = had ? old : default;
        now = had && record.Value.HasOld ? subtractor(record.Key, record.Value.Old!, now!) : now;
        now = record.Value.HasNew ? adder(record.Key, record.Value.New!, had, now) : now;
        var time = Math.Max(oldTime, record.Timestamp);
        if (now is null)
        {
            _store.Remove(record.Key, time);
        }
        else
        {
            _store.Put(record.Key, now, time);
        }

        var changed = new Record<TKey, Change<TAggregate>>(record.Key, Change<TAggregate>.Of(now is not null, now, had, had ? old : default), time, record.Headers);
        Forward(in changed);
    }
}
