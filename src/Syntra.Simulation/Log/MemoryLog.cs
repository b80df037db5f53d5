using System.Text;
using Syntra.Streams;

namespace Syntra.Simulation.Log;

/// <summary>A record of a topic.</summary>
/// <param name="Typed">The value as an object, where the history knows it; saves decoding what it has encoded itself.</param>
/// <param name="Sequence">Order over all topics and partitions.</param>
internal sealed record LogRecord(long Sequence, string Key, byte[] KeyBytes, byte[]? Value, long Timestamp, Headers? Headers, object? Typed)
{
    /// <summary>What whoever decoded the value first made of it.</summary>
    public object? Decoded { get; set; }
}

/// <summary>The broker: topics of partitions of committed records. Aborted transactions never reach it.</summary>
internal sealed class MemoryLog(int partitions)
{
    private readonly Dictionary<string, List<LogRecord>[]> _topics = new(StringComparer.Ordinal);

    private long _sequence;

    public int Partitions => partitions;

    public List<LogRecord> Of(string topic, int partition)
    {
        if (!_topics.TryGetValue(topic, out var lists))
        {
            lists = new List<LogRecord>[partitions];
            for (var i = 0; i < partitions; i++)
            {
                lists[i] = [];
            }

            _topics.Add(topic, lists);
        }

        return lists[partition];
    }

    public void Append(string topic, string key, byte[]? value, long timestamp, object? typed = null) =>
        Of(topic, PartitionOf(key)).Add(new LogRecord(_sequence++, key, Encoding.UTF8.GetBytes(key), value, timestamp, Headers: null, typed));

    public void Append(string topic, int partition, string key, byte[] value, object typed) =>
        Of(topic, partition).Add(new LogRecord(_sequence++, key, Encoding.UTF8.GetBytes(key), value, Timestamp: 0, Headers: null, typed));

    public void Append(string topic, int partition, byte[]? keyBytes, byte[]? value, long timestamp, Headers? headers)
    {
        var bytes = keyBytes ?? [];
        var key = Encoding.UTF8.GetString(bytes);
        Of(topic, partition >= 0 ? partition : PartitionOf(key)).Add(new LogRecord(_sequence++, key, bytes, value, timestamp, headers, Typed: null));
    }

    /// <summary>Any stable hash does, since every topic that is read together is keyed alike.</summary>
    public int PartitionOf(string key)
    {
        var hash = 2166136261u;
        foreach (var c in key)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash % (uint)partitions);
    }
}
