using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Tables;

/// <summary>Joins each record of a stream with the row of its key.</summary>
internal sealed class StreamTableJoinNode<TKey, TValue, TRow, TResult>(
    string storeName, Func<TKey, TValue, TRow?, TResult> joiner, bool left) : Node<TKey, TValue, TKey, TResult>
{
    private TableStore<TKey, TRow>? _store;

    public override void Init() => _store = (TableStore<TKey, TRow>)Task.FindOwnStore(storeName)!;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.Key is null || (record.IsTombstone && !left))
        {
            Task.Dropped();
            return;
        }

        if (_store!.TryGet(record.Key, out var row) || left)
        {
            var joined = record.WithValue(joiner(record.Key, record.Value, row));
            Forward(in joined);
        }
    }
}

/// <summary>Joins each record of a stream with the row of a global table that a selector names.</summary>
internal sealed class StreamGlobalJoinNode<TKey, TValue, TTableKey, TRow, TResult>(
    string storeName, Func<TKey, TValue, TTableKey> selector, Func<TKey, TValue, TRow?, TResult> joiner, bool left)
    : Node<TKey, TValue, TKey, TResult>
{
    private IReadOnlyKeyValueStore<TTableKey, TRow>? _store;

    public override void Init() => _store = (IReadOnlyKeyValueStore<TTableKey, TRow>)Task.FindStore(storeName, [])!;

    public override void Process(in Record<TKey, TValue> record)
    {
        var key = selector(record.Key, record.Value);
        TRow? row = default;
        if ((key is not null && _store!.TryGet(key, out row!)) || left)
        {
            var joined = record.WithValue(joiner(record.Key, record.Value, row));
            Forward(in joined);
        }
    }
}

/// <summary>One side of a join of two tables: a change of this side is joined with the other side's row.</summary>
internal sealed class TableTableJoinNode<TKey, TThis, TOther, TResult>(
    string otherStore, Func<TThis?, TOther?, TResult> joiner, bool needsThis, bool needsOther)
    : Node<TKey, Change<TThis>, TKey, Change<TResult>>
{
    private TableStore<TKey, TOther>? _other;

    public override void Init() => _other = (TableStore<TKey, TOther>)Task.FindOwnStore(otherStore)!;

    public override void Process(in Record<TKey, Change<TThis>> record)
    {
        var hasOther = _other!.TryGet(record.Key, out var other, out var otherTime);
        if (needsOther && !hasOther)
        {
            return;
        }

        var change = record.Value;
        var hasNew = Joins(change.HasNew, hasOther);
        var hadOld = Joins(change.HasOld, hasOther);
        if (!hasNew && !hadOld)
        {
            return;
        }

        var otherRow = hasOther ? other : default;
        var result = Change<TResult>.Of(
            hasNew, hasNew ? joiner(change.HasNew ? change.New : default, otherRow) : default,
            hadOld, hadOld ? joiner(change.HasOld ? change.Old : default, otherRow) : default);
        var joined = record.WithValue(result).WithTimestamp(Math.Max(record.Timestamp, otherTime));
        Forward(in joined);
    }

    private bool Joins(bool hasThis, bool hasOther) => (hasThis || !needsThis) && (hasThis || hasOther);
}
