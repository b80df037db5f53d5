namespace Syntra.Streams.Runtime;

/// <summary>
/// How many partitions the output topics have, for partitioners of the application's own. Asked once a topic and again when that is as old as a
/// client's own knowledge may be, so that no record waits for a round trip to the broker. For one thread.
/// </summary>
internal sealed class PartitionCounts(Func<string, int> ask, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (int Count, long AskedAt)> _known = new(StringComparer.Ordinal);

    /// <summary>The count; 0 where there is no such topic.</summary>
    public int Of(string topic)
    {
        if (_known.TryGetValue(topic, out var known) && time.GetElapsedTime(known.AskedAt) < Age)
        {
            return known.Count;
        }

        var count = ask(topic);
        if (count > 0)
        {
            _known[topic] = (count, time.GetTimestamp());
        }

        return count;
    }
}
