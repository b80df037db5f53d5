namespace Syntra.Streams;

/// <summary>One record on its way through a topology. Immutable; a change gives a new one.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
/// <param name="Key">The key; default where the record has none.</param>
/// <param name="Value">The value; default for a tombstone.</param>
/// <param name="Timestamp">Event time, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Headers">The headers, or null where there are none.</param>
public readonly record struct Record<TKey, TValue>(TKey Key, TValue Value, long Timestamp, Headers? Headers = null)
{
    private readonly bool _tombstone;

    /// <summary>True when the record deletes its key: the value is null, or it is a value type that came from a null.</summary>
    public bool IsTombstone
    {
        get => _tombstone || Value is null;
        init => _tombstone = value;
    }

    /// <summary>The event time as a point in time.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Timestamp);

    /// <summary>The record under another key.</summary>
    public Record<TNewKey, TValue> WithKey<TNewKey>(TNewKey key) => new(key, Value, Timestamp, Headers) { IsTombstone = _tombstone };

    /// <summary>The record with another value.</summary>
    public Record<TKey, TNewValue> WithValue<TNewValue>(TNewValue value) => new(Key, value, Timestamp, Headers);

    /// <summary>The record with another event time.</summary>
    public Record<TKey, TValue> WithTimestamp(long timestamp) => this with { Timestamp = timestamp };

    /// <summary>The record with other headers.</summary>
    public Record<TKey, TValue> WithHeaders(Headers? headers) => this with { Headers = headers };
}
