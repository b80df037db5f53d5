using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Cerner.Millennium;

/// <summary>Reads what is committed in a topic, from given places up to where the topic ends now.</summary>
internal sealed class TopicReader : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConsumeTimeout = TimeSpan.FromMilliseconds(200);

    private readonly IConsumer<string, byte[]> _committed;

    // For the end of a partition: to a read_committed client it would be the start of the first open transaction of whichever producer.
    private readonly IConsumer<string, byte[]> _all;

    private readonly IAdminClient _committedAdmin;
    private readonly IAdminClient _allAdmin;

    internal TopicReader(ISourceKafka options, ILogger log)
    {
        _committed = KafkaClients.Consumer(options, IsolationLevel.ReadCommitted, log);
        _all = KafkaClients.Consumer(options, IsolationLevel.ReadUncommitted, log);
        _committedAdmin = new DependentAdminClientBuilder(_committed.Handle).Build();
        _allAdmin = new DependentAdminClientBuilder(_all.Handle).Build();
    }

    public void Dispose()
    {
        // Each takes the tenth of a second that its thread waits for events.
        Parallel.Invoke(_committedAdmin.Dispose, _allAdmin.Dispose);
        _committed.Dispose();
        _all.Dispose();
    }

    internal void ReadAll(string topic, Action<ConsumeResult<string, byte[]>> each, CancellationToken ct) =>
        Read(Partitions(topic).Select(p => new TopicPartitionOffset(p, Offset.Beginning)), each, ct);

    /// <summary>Reads from the first record of each partition whose timestamp is not before the given one.</summary>
    internal void ReadSince(string topic, DateTimeOffset since, Action<ConsumeResult<string, byte[]>> each, CancellationToken ct)
    {
        var timestamp = new Timestamp(since < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : since);
        // Uncommitted records count here too: at worst the reading starts earlier.
        Read(_all.OffsetsForTimes(Partitions(topic).Select(p => new TopicPartitionTimestamp(p, timestamp)), RequestTimeout), each, ct);
    }

    private void Read(IEnumerable<TopicPartitionOffset> starts, Action<ConsumeResult<string, byte[]>> each, CancellationToken ct)
    {
        var ends = new Dictionary<TopicPartition, long>();
        var from = new List<TopicPartitionOffset>();
        foreach (var start in starts.Where(s => s.Offset != Offset.End))
        {
            var bounds = _all.QueryWatermarkOffsets(start.TopicPartition, RequestTimeout);
            // By number: "beginning" would cost another request, and half a second where the client knows no leader yet.
            var first = Math.Max(start.Offset.Value, bounds.Low.Value);
            if (first < bounds.High.Value)
            {
                ends[start.TopicPartition] = bounds.High.Value;
                from.Add(new TopicPartitionOffset(start.TopicPartition, first));
            }
        }

        if (from.Count == 0)
        {
            return;
        }

        KafkaClients.Partitions(_committedAdmin, from[0].Topic, RequestTimeout);
        _committed.QueryWatermarkOffsets(from[0].TopicPartition, RequestTimeout);
        _committed.Assign(from);
        while (ends.Count > 0)
        {
            ct.ThrowIfCancellationRequested();
            if (_committed.Consume(ConsumeTimeout) is { } result)
            {
                Take(result, ends, each);
            }
        }

        _committed.Unassign();
    }

    private static void Take(ConsumeResult<string, byte[]> result, Dictionary<TopicPartition, long> ends, Action<ConsumeResult<string, byte[]>> each)
    {
        if (!ends.TryGetValue(result.TopicPartition, out var end))
        {
            return;
        }

        if (!result.IsPartitionEOF && result.Offset.Value < end)
        {
            each(result);
        }

        // The end of a partition may be a marker or aborted records, which are never handed out: then the EOF event tells.
        if (result.Offset.Value + (result.IsPartitionEOF ? 0 : 1) >= end)
        {
            ends.Remove(result.TopicPartition);
        }
    }

    private IReadOnlyList<TopicPartition> Partitions(string topic) => KafkaClients.Partitions(_allAdmin, topic, RequestTimeout);
}
