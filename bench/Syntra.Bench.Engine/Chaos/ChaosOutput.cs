using System.Diagnostics;
using Confluent.Kafka;

namespace Syntra.Bench.Engine.Chaos;

/// <summary>Reads the committed output and compares it with what should be there.</summary>
internal static class ChaosOutput
{
    /// <summary>The committed records per key, in order: until there are as many as expected and every partition's end was reached, or time is up.</summary>
    public static Dictionary<string, List<string>> Read(string bootstrap, string topic, int partitions, int expected, TimeSpan patience)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap, GroupId = $"{topic}-check", IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false, EnablePartitionEof = true,
        };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var byKey = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var ended = new HashSet<int>();
        var count = 0;
        var start = Stopwatch.GetTimestamp();
        while ((count < expected || ended.Count < partitions) && Stopwatch.GetElapsedTime(start) < patience)
        {
            if (consumer.Consume(100) is not { } result)
            {
                continue;
            }

            if (result.IsPartitionEOF)
            {
                ended.Add(result.Partition.Value);
                continue;
            }

            ended.Remove(result.Partition.Value);
            (byKey.TryGetValue(result.Message.Key, out var list) ? list : byKey[result.Message.Key] = []).Add(result.Message.Value);
            count++;
        }

        return byKey;
    }

    public static IEnumerable<string> Compare(Dictionary<string, List<string>> expected, Dictionary<string, List<string>> found)
    {
        foreach (var (key, wanted) in expected)
        {
            // Joins and counts of a key come from two branches of one task: each in order; how the two interleave is not promised.
            var got = found.GetValueOrDefault(key) ?? [];
            foreach (var kind in new[] { "join", "count" })
            {
                var (x, y) = (wanted.Where(v => v.StartsWith(kind, StringComparison.Ordinal)).ToList(), got.Where(v => v.StartsWith(kind, StringComparison.Ordinal)).ToList());
                var at = x.Zip(y).TakeWhile(p => p.First == p.Second).Count();
                if (at < x.Count || at < y.Count)
                {
                    yield return $"{key} {kind}: record {at} should be '{x.ElementAtOrDefault(at)}', is '{y.ElementAtOrDefault(at)}' (expected {x.Count}, found {y.Count})";
                }
            }
        }

        foreach (var key in found.Keys.Where(k => !expected.ContainsKey(k)))
        {
            yield return $"{key}: not expected at all";
        }
    }
}
