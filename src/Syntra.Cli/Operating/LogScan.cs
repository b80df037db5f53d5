using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Syntra.Cli.Indexing;
using Syntra.Cli.Runtime;

namespace Syntra.Cli.Operating;

/// <summary>One committed record as it lies in a topic.</summary>
internal sealed record LogRecord(string Topic, int Partition, long Offset, DateTimeOffset At, string Key, byte[]? Value)
{
    /// <summary>topic/partition/offset.</summary>
    internal string Place => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Topic}/{Partition}/{Offset}");

    /// <summary>The key's bytes, which seals are bound to.</summary>
    internal ReadOnlySpan<byte> KeyBytes => Encoding.UTF8.GetBytes(Key);
}

/// <summary>
/// Reads topics up to their end as of the call, or single records by their places: committed records only, superseded ones of compacted
/// topics included where they are still there. One consumer, made when it is first needed.
/// </summary>
internal sealed class LogScan(string bootstrapServers, ILogger log) : IDisposable
{
    // Records that are closer than this are read through: a seek throws away what was fetched ahead.
    private const int Near = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private IConsumer<string, byte[]?>? opened;

    /// <summary>Records that were given out.</summary>
    internal long Taken { get; private set; }

    private IConsumer<string, byte[]?> Consumer => opened ??= Open();

    /// <summary>All records of topics, topic by topic, partition by partition, in the order of their offsets.</summary>
    internal IReadOnlyList<LogRecord> Read(IReadOnlyList<(string Topic, int Partitions)> topics, CancellationToken cancellation)
    {
        var records = new List<LogRecord>();
        var all = topics.SelectMany(t => Enumerable.Range(0, t.Partitions).Select(p => new TopicPartition(t.Topic, p)));
        Each(all.ToDictionary(p => p, _ => 0L), records.Add, cancellation);
        return InOrder(records);
    }

    /// <summary>Gives out the records from the places named on.</summary>
    /// <param name="from">Where to begin in each partition.</param>
    /// <param name="take">Given each record.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <param name="range">Told where each partition begins and ends; says where to begin instead. Null where nobody has to know.</param>
    internal void Each(
        IReadOnlyDictionary<TopicPartition, long> from, Action<LogRecord> take, CancellationToken cancellation, Func<TopicPartition, WatermarkOffsets, long>? range = null)
    {
        FindLeaders(from.Keys.Select(p => p.Topic));
        var (open, starts) = (new Dictionary<TopicPartition, long>(), new List<TopicPartitionOffset>());
        foreach (var (partition, place) in from)
        {
            if (RangeOf(partition) is { } known && Math.Max(known.Low.Value, range?.Invoke(partition, known) ?? place) is var start && start < known.High.Value)
            {
                open[partition] = known.High.Value;
                starts.Add(new TopicPartitionOffset(partition, start));
            }
        }
        Consumer.Assign(starts);
        while (open.Count > 0)
        {
            if (Next(cancellation) is not { } result)
            {
                continue;
            }
            if (!result.IsPartitionEOF && open.TryGetValue(result.TopicPartition, out long limit) && result.Offset.Value < limit)
            {
                Take(result, take);
            }
            // Transaction markers are never delivered: the end-of-partition event tells where the log really ends.
            if (open.TryGetValue(result.TopicPartition, out long end) && (result.IsPartitionEOF || result.Offset.Value + 1 >= end))
            {
                open.Remove(result.TopicPartition);
                Consumer.Pause([result.TopicPartition]);
            }
        }
        Leave();
    }

    /// <summary>The records at the places named, in the order of <see cref="Read"/>; those that compaction took are left out.</summary>
    internal IReadOnlyList<LogRecord> At(IEnumerable<RecordPlace> places, CancellationToken cancellation)
    {
        var wanted = places.GroupBy(p => new TopicPartition(p.Topic, p.Partition)).ToDictionary(g => g.Key, g => new Queue<long>(g.Select(p => p.Offset).Distinct().Order()));
        var records = new List<LogRecord>();
        Consumer.Assign(wanted.Select(w => new TopicPartitionOffset(w.Key, w.Value.Peek())));
        while (wanted.Count > 0)
        {
            if (Next(cancellation) is not { } result || !wanted.TryGetValue(result.TopicPartition, out var rest))
            {
                continue;
            }
            // Compaction took what lies before the record that came, and all that is wanted beyond the end.
            while (rest.Count > 0 && (result.IsPartitionEOF || rest.Peek() < result.Offset.Value))
            {
                rest.Dequeue();
            }
            if (rest.Count > 0 && rest.Peek() == result.Offset.Value)
            {
                rest.Dequeue();
                Take(result, records.Add);
            }
            if (rest.Count == 0)
            {
                wanted.Remove(result.TopicPartition);
                Consumer.Pause([result.TopicPartition]);
            }
            else if (rest.Peek() > result.Offset.Value + Near)
            {
                Consumer.Seek(new TopicPartitionOffset(result.TopicPartition, rest.Peek()));
            }
        }
        Leave();
        return InOrder(records);
    }

    /// <summary>The first record at a place or after it; null where there is none.</summary>
    internal LogRecord? First(string topic, int partition, long offset, CancellationToken cancellation)
    {
        LogRecord? first = null;
        Consumer.Assign(new TopicPartitionOffset(topic, partition, offset));
        while (first is null)
        {
            if (Next(cancellation) is { } result)
            {
                if (result.IsPartitionEOF)
                {
                    break;
                }
                Take(result, record => first = record);
            }
        }
        Leave();
        return first;
    }

    /// <summary>The first place whose record's time is this or later; null where there is none.</summary>
    internal long? At(string topic, int partition, DateTimeOffset time)
    {
        var found = Consumer.OffsetsForTimes([new TopicPartitionTimestamp(topic, partition, new Timestamp(time))], Patience)[0].Offset;
        return found == Offset.End ? null : found.Value;
    }

    /// <summary>Where a partition begins and ends now; null where it is not there.</summary>
    internal WatermarkOffsets? RangeOf(TopicPartition partition)
    {
        try
        {
            return Consumer.QueryWatermarkOffsets(partition, Patience);
        }
        catch (KafkaException gone) when (gone.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic)
        {
            return null;
        }
    }

    /// <summary>Id of the Kafka cluster that is read; null where it tells none.</summary>
    internal string? ClusterId()
    {
        using var admin = new DependentAdminClientBuilder(Consumer.Handle).Build();
        string? id = admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience }).GetAwaiter().GetResult().ClusterId;
        return string.IsNullOrEmpty(id) ? null : id;
    }

    /// <inheritdoc/>
    public void Dispose() => opened?.Dispose();

    // Asked for the end of a partition whose leader it does not know, a client waits a tenth of a second for each topic.
    private void FindLeaders(IEnumerable<string> topics)
    {
        using var admin = new DependentAdminClientBuilder(Consumer.Handle).Build();
        foreach (string topic in topics.Where(known.Add))
        {
            admin.GetMetadata(topic, Patience);
        }
    }

    // A partition that was paused stays so in the client, even when it is assigned again.
    private void Leave()
    {
        Consumer.Resume(Consumer.Assignment);
        Consumer.Unassign();
    }

    private ConsumeResult<string, byte[]?>? Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Consumer.Consume(Wait);
    }

    private void Take(ConsumeResult<string, byte[]?> result, Action<LogRecord> take)
    {
        if (result.Message.Key is { } key)
        {
            Taken++;
            var at = DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs);
            take(new LogRecord(result.Topic, result.Partition.Value, result.Offset.Value, at, key, result.Message.Value));
        }
    }

    private static IReadOnlyList<LogRecord> InOrder(IEnumerable<LogRecord> records) =>
        [.. records.OrderBy(r => r.Topic, StringComparer.Ordinal).ThenBy(r => r.Partition).ThenBy(r => r.Offset)];

    private IConsumer<string, byte[]?> Open() => new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers,
        GroupId = "syntra-scan",
        EnableAutoCommit = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        EnablePartitionEof = true,
        FetchWaitMaxMs = 20,
    }).SetValueDeserializer(RawValue.Instance).SetLogHandler((_, line) => ClientLog.Write(log, line)).Build();

    private sealed class RawValue : IDeserializer<byte[]?>
    {
        internal static readonly RawValue Instance = new();

        public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : data.ToArray();
    }
}
