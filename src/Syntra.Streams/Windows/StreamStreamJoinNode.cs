using Syntra.Streams.Runtime;

namespace Syntra.Streams.Windows;

/// <summary>
/// One side of a windowed join of two streams. A record meets the other side's kept records within the window, and is kept
/// for those to come. Where unmatched records count (left, outer), they leave when no match can come any more.
/// </summary>
internal sealed class StreamStreamJoinNode<TKey, TThis, TOther, TResult>(
    string thisStore, string otherStore, long beforeMs, long afterMs, long graceMs, Func<TThis?, TOther?, TResult> joiner, bool emitUnmatched)
    : Node<TKey, TThis, TKey, TResult>
{
    private JoinStore<TKey, TThis>? _mine;
    private JoinStore<TKey, TOther>? _others;

    public override void Init()
    {
        _mine = (JoinStore<TKey, TThis>)Task.FindOwnStore(thisStore)!;
        _others = (JoinStore<TKey, TOther>)Task.FindOwnStore(otherStore)!;
        _mine.Load();
    }

    /// <summary>Expires this side's records; called for both sides whenever stream time moves.</summary>
    public override void OnStreamTime() => _mine!.Expire(Context.StreamTime - afterMs - graceMs, emitUnmatched ? EmitUnmatched : null);

    public override void Process(in Record<TKey, TThis> record)
    {
        if (record.Key is null || record.IsTombstone || record.Timestamp + afterMs + graceMs < Context.StreamTime)
        {
            Task.Dropped();
            return;
        }

        var matched = false;
        foreach (var (other, time) in _others!.Match(record.Key, record.Timestamp - beforeMs, record.Timestamp + afterMs))
        {
            matched = true;
            var joined = record.WithValue(joiner(record.Value, other)).WithTimestamp(Math.Max(record.Timestamp, time));
            Forward(in joined);
        }

        _mine!.Add(record.Key, record.Value, record.Timestamp, matched);
    }

    private void EmitUnmatched(TKey key, TThis value, long timestamp)
    {
        var alone = new Record<TKey, TResult>(key, joiner(value, default), timestamp);
        Forward(in alone);
    }
}

/// <summary>Stands before each side of a windowed join: lets both sides expire as stream time moves, then passes the record on.</summary>
internal sealed class JoinClockNode<TKey, TValue>(params IReadOnlyList<string> sides) : Node<TKey, TValue, TKey, TValue>
{
    private Node[]? _sides;
    private long _seen = long.MinValue;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (Context.StreamTime > _seen)
        {
            _seen = Context.StreamTime;
            foreach (var side in _sides ??= [.. sides.Select(Task.NodeNamed)])
            {
                side.OnStreamTime();
            }
        }

        Forward(in record);
    }
}
