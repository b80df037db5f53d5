namespace Syntra.Streams.Runtime;

/// <summary>Sends a store's changes to its changelog, always to the task's own partition.</summary>
internal sealed class ChangelogWriter(string topic, TaskContext context)
{
    public void Write(byte[] key, byte[]? value, long timestamp) =>
        context.Collector.Send(topic, context.TaskId.Partition, key, value, timestamp, headers: null);
}
