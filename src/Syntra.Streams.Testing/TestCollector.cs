using Syntra.Streams.Runtime;

namespace Syntra.Streams.Testing;

/// <summary>A record as a topology sent it.</summary>
internal sealed record SentRecord(string Topic, byte[]? Key, byte[]? Value, long Timestamp, Headers? Headers);

/// <summary>Keeps what a topology sends, per topic, and in order for what loops back.</summary>
internal sealed class TestCollector : IRecordCollector
{
    private readonly Dictionary<string, Queue<SentRecord>> _byTopic = new(StringComparer.Ordinal);
    private readonly Queue<SentRecord> _loop = new();

    public void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
    {
        var sent = new SentRecord(topic, key, value, timestamp, headers);
        Of(topic).Enqueue(sent);
        _loop.Enqueue(sent);
    }

    public int PartitionCount(string topic) => 1;

    public SentRecord? TakeLoop() => _loop.TryDequeue(out var sent) ? sent : null;

    public Queue<SentRecord> Of(string topic) => _byTopic.TryGetValue(topic, out var queue) ? queue : _byTopic[topic] = new Queue<SentRecord>();
}
