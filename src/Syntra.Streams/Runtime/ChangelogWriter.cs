using Syntra.Streams.Errors;

namespace Syntra.Streams.Runtime;

/// <summary>Sends a store's changes to its changelog, always to the task's own partition.</summary>
internal sealed class ChangelogWriter(string topic, TaskContext context)
{
    public void Write(byte[] key, byte[]? value, long timestamp)
    {
        try
        {
            context.Collector.Send(topic, context.TaskId.Partition, key, value, timestamp, headers: null);
        }
        catch (OutputRefusedException e)
        {
            // No handler may leave this one out: store and changelog would differ from here on.
            throw new StreamsException($"An entry of {key.Length} + {value?.Length ?? 0} bytes cannot be written to {topic}.", e);
        }
    }
}
