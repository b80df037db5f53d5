using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Tables;

/// <summary>Folds a stream's records into a table.</summary>
internal sealed class StreamAggregateNode<TKey, TValue, TAggregate>(
    string storeName, Func<TAggregate> initializer, Func<TKey, TValue, TAggregate, TAggregate> aggregator)
    : Node<TKey, TValue, TKey, Change<TAggregate>>
{
    private TableStore<TKey, TAggregate>? _store;

    public override void Init() => _store = (TableStore<TKey, TAggregate>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.Key is null || record.IsTombstone)
        {
            Task.Dropped();
            return;
        }

        var had = _store!.TryGet(record.Key, out var old, out var oldTime);
        var now = aggregator(record.Key, record.Value, had ? old : initializer());
        var time = Math.Max(oldTime, record.Timestamp);
        var changed = new Record<TKey, Change<TAggregate>>(
            record.Key, Change<TAggregate>.Of(now is not null, now, had, had ? old : default), time, record.Headers);
        if (now is null)
        {
            _store.Remove(record.Key, time);
        }
        else
        {
            _store.Put(record.Key, now, time);
        }

        Forward(in changed);
    }
}

/// <summary>Combines a stream's records into a table of the same type.</summary>
internal sealed class StreamReduceNode<TKey, TValue>(string storeName, Func<TValue, TValue, TValue> reducer)
    : Node<TKey, TValue, TKey, Change<TValue>>
{
    private TableStore<TKey, TValue>? _store;

    public override void Init() => _store = (TableStore<TKey, TValue>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.Key is null || record.IsTombstone)
        {
            Task.Dropped();
            return;
        }

        var had = _store!.TryGet(record.Key, out var old, out var oldTime);
        var now = had ? reducer(old, record.Value) : record.Value;
        var time = Math.Max(oldTime, record.Timestamp);
        _store.Put(record.Key, now, time);
        var changed = new Record<TKey, Change<TValue>>(record.Key, Change<TValue>.Of(true, now, had, had ? old : default), time, record.Headers);
        Forward(in changed);
    }
}
