using Syntra.Streams.Runtime;

namespace Syntra.Streams.Dsl;

// The stateless steps. Each is a few lines, so they share a file.
internal sealed class MapNode<TKey, TValue, TKeyOut, TValueOut>(Func<Record<TKey, TValue>, Record<TKeyOut, TValueOut>> mapper)
    : Node<TKey, TValue, TKeyOut, TValueOut>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        var mapped = mapper(record);
        Forward(in mapped);
    }
}

internal sealed class MapValuesNode<TKey, TValue, TValueOut>(Func<TKey, TValue, TValueOut> mapper) : Node<TKey, TValue, TKey, TValueOut>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        var mapped = record.WithValue(mapper(record.Key, record.Value));
        Forward(in mapped);
    }
}

internal sealed class FilterNode<TKey, TValue>(Func<TKey, TValue, bool> predicate) : Node<TKey, TValue, TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (predicate(record.Key, record.Value))
        {
            Forward(in record);
        }
    }
}

internal sealed class FlatMapNode<TKey, TValue, TKeyOut, TValueOut>(Func<TKey, TValue, IEnumerable<KeyValuePair<TKeyOut, TValueOut>>> mapper)
    : Node<TKey, TValue, TKeyOut, TValueOut>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        foreach (var (key, value) in mapper(record.Key, record.Value))
        {
            var mapped = new Record<TKeyOut, TValueOut>(key, value, record.Timestamp, record.Headers);
            Forward(in mapped);
        }
    }
}

internal sealed class FlatMapValuesNode<TKey, TValue, TValueOut>(Func<TKey, TValue, IEnumerable<TValueOut>> mapper)
    : Node<TKey, TValue, TKey, TValueOut>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        foreach (var value in mapper(record.Key, record.Value))
        {
            var mapped = record.WithValue(value);
            Forward(in mapped);
        }
    }
}

internal sealed class PeekNode<TKey, TValue>(Action<TKey, TValue> action) : Node<TKey, TValue, TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        action(record.Key, record.Value);
        Forward(in record);
    }
}

internal sealed class PassNode<TKey, TValue> : Node<TKey, TValue, TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record) => Forward(in record);
}

/// <summary>Sends each record to the first branch whose predicate holds, else to the default branch, else nowhere.</summary>
internal sealed class SplitNode<TKey, TValue>(IReadOnlyList<(string Child, Func<TKey, TValue, bool> Predicate)> branches)
    : Node<TKey, TValue, TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        for (var i = 0; i < branches.Count; i++)
        {
            if (branches[i].Predicate(record.Key, record.Value))
            {
                ForwardTo(in record, branches[i].Child);
                return;
            }
        }
    }
}
