using Syntra.Streams.Runtime;
using Syntra.Streams.Tables;

namespace Syntra.Streams.Windows;

/// <summary>Folds a stream's records into tumbling windows, and closes windows as stream time passes their end plus grace.</summary>
internal sealed class WindowAggregateNode<TKey, TValue, TAggregate>(
    string storeName, TimeWindows windows, EmitStrategy emit, Func<TKey, TValue, bool, TAggregate?, TAggregate> fold)
    : Node<TKey, TValue, Windowed<TKey>, Change<TAggregate>>
{
    private WindowStore<TKey, TAggregate>? _store;
    private long _closedBefore;

    public override void Init() => _store = (WindowStore<TKey, TAggregate>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.Key is null || record.IsTombstone)
        {
            Task.Dropped();
            return;
        }

        var start = windows.StartOf(record.Timestamp);
        if (start + windows.SizeMs + windows.GraceMs <= Context.StreamTime)
        {
            Task.Dropped();
        }
        else
        {
            Update(in record, start);
        }

        CloseWindows();
    }

    private void Update(in Record<TKey, TValue> record, long start)
    {
        var had = _store!.TryGet(record.Key, start, out var old, out var oldTime);
        var now = fold(record.Key, record.Value, had, had ? old : default);
        var time = Math.Max(oldTime, record.Timestamp);
        _store.Put(record.Key, start, now, time);
        if (emit == EmitStrategy.OnWindowUpdate)
        {
            var key = new Windowed<TKey>(record.Key, start, start + windows.SizeMs);
            var changed = new Record<Windowed<TKey>, Change<TAggregate>>(key, Change<TAggregate>.Of(true, now, had, had ? old : default), time, record.Headers);
            Forward(in changed);
        }
    }

    /// <summary>Windows close at multiples of the size, so the store is only searched when stream time passes one.</summary>
    private void CloseWindows()
    {
        var before = windows.StartOf(Math.Max(0, Context.StreamTime - windows.GraceMs));
        if (before <= _closedBefore)
        {
            return;
        }

        _closedBefore = before;
        _store!.CloseBefore(before, emit == EmitStrategy.OnWindowClose ? EmitFinal : null);
    }

    private void EmitFinal(Windowed<TKey> key, TAggregate value, long timestamp)
    {
        var final = new Record<Windowed<TKey>, Change<TAggregate>>(key, Change<TAggregate>.Of(true, value, false, default), timestamp);
        Forward(in final);
    }
}
