namespace Syntra.Streams.Runtime;

/// <summary>Where a task's output goes: the thread's producer, or a list in the test driver.</summary>
internal interface IRecordCollector
{
    /// <summary>Sends a record; <paramref name="partition"/> -1 leaves the choice to the key's murmur2 hash.</summary>
    void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers);

    /// <summary>The number of partitions of a topic, for custom partitioners.</summary>
    int PartitionCount(string topic);
}
