using Syntra.Streams.Serialization;

namespace Syntra.Streams.Testing;

/// <summary>An input topic of a <see cref="TopologyTestDriver"/>.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed class TestInputTopic<TKey, TValue>
{
    private readonly TopologyTestDriver _driver;
    private readonly string _topic;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private readonly SerdeWriter _writer = new();

    internal TestInputTopic(TopologyTestDriver driver, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        (_driver, _topic, _keySerde, _valueSerde) = (driver, topic, keySerde, valueSerde);

    /// <summary>Pipes a record in, stamped with the driver's wall clock.</summary>
    public void PipeInput(TKey key, TValue value) => PipeInput(key, value, _driver.Now);

    /// <summary>Pipes a record in with an event time; a null value is a tombstone.</summary>
    public void PipeInput(TKey key, TValue value, DateTimeOffset time, Headers? headers = null)
    {
        var keyBytes = KeyBytes(key);
        _driver.Pipe(_topic, keyBytes, _writer.ToBytes(_valueSerde, _topic, keyBytes, value), time.ToUnixTimeMilliseconds(), headers);
    }

    /// <summary>Pipes a tombstone in, for value types that have no null.</summary>
    public void PipeTombstone(TKey key, DateTimeOffset? time = null) =>
        _driver.Pipe(_topic, KeyBytes(key), null, (time ?? _driver.Now).ToUnixTimeMilliseconds(), null);

    /// <summary>Pipes raw bytes in, for example a poison record.</summary>
    public void PipeRaw(byte[]? key, byte[]? value, DateTimeOffset? time = null, Headers? headers = null) =>
        _driver.Pipe(_topic, key, value, (time ?? _driver.Now).ToUnixTimeMilliseconds(), headers);

    private byte[]? KeyBytes(TKey key) => _writer.ToBytes(_keySerde, _topic, key);
}

/// <summary>An output topic of a <see cref="TopologyTestDriver"/>.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed class TestOutputTopic<TKey, TValue>
{
    private readonly TestCollector _collector;
    private readonly string _topic;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;

    internal TestOutputTopic(TestCollector collector, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        (_collector, _topic, _keySerde, _valueSerde) = (collector, topic, keySerde, valueSerde);

    /// <summary>How many records wait to be read.</summary>
    public int Count => _collector.Of(_topic).Count;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Takes the next record.</summary>
    /// <exception cref="InvalidOperationException">Nothing waits.</exception>
    public Record<TKey, TValue> ReadRecord()
    {
        var sent = _collector.Of(_topic).Dequeue();
        var key = sent.Key is null ? default! : _keySerde.Deserialize(_topic, sent.Key);
        var value = sent.Value is null ? default! : _valueSerde.Deserialize(_topic, sent.Key, sent.Value);
        return new Record<TKey, TValue>(key, value, sent.Timestamp, sent.Headers) { IsTombstone = sent.Value is null };
    }

    /// <summary>Takes everything that waits, in order.</summary>
    public IReadOnlyList<Record<TKey, TValue>> ReadAll()
    {
        var records = new List<Record<TKey, TValue>>(Count);
        while (!IsEmpty)
        {
            records.Add(ReadRecord());
        }

        return records;
    }
}
