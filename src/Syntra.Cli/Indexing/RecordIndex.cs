using Confluent.Kafka;
using Syntra.Cli.Operating;

namespace Syntra.Cli.Indexing;

/// <summary>Where a record lies.</summary>
internal readonly record struct RecordPlace(string Topic, int Partition, long Offset);

/// <summary>
/// Where the records of a charge lie: Kafka finds records by place and time only. One file for each partition, 16 bytes for each record,
/// read from end to end for a question. Holds hashes of tokens and places, no payload. It may be deleted; what lacks is read again.
/// </summary>
internal sealed class RecordIndex : IDisposable
{
    private const int RecordsPerFlush = 100_000;
    private const string Extension = ".idx";

    private readonly IReadOnlyList<IndexedTopic> topics;
    private readonly Dictionary<(string Topic, int Partition), (IndexFile Main, IndexFile? Second)> files = [];
    private readonly Dictionary<TopicPartition, long> next = [];
    private readonly Dictionary<TopicPartition, long> lengths = [];

    private RecordIndex(IReadOnlyList<IndexedTopic> topics) => this.topics = topics;

    /// <summary>Why what was in the folder is of no use here and is made anew; null where it is.</summary>
    internal string? Anew { get; private init; }

    /// <summary>Records that the last <see cref="CatchUp"/> read.</summary>
    internal long CaughtUp { get; private set; }

    /// <summary>Offsets that a topic had at the last <see cref="CatchUp"/>.</summary>
    internal long LengthOf(string topic) => lengths.Where(l => l.Key.Topic == topic).Sum(l => l.Value);

    /// <summary>Opens it.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="writable">Whether what is read goes into the files: one process at a time may.</param>
    /// <param name="topics">What it is of.</param>
    /// <param name="cluster">Id of the Kafka cluster that it is of; null where that is not known.</param>
    internal static RecordIndex Open(string folder, bool writable, IReadOnlyList<IndexedTopic> topics, string? cluster)
    {
        string? foreign = IndexCluster.Foreign(folder, cluster, Extension);
        if (writable)
        {
            IndexCluster.Claim(folder, cluster, foreign is not null, Extension);
        }
        var index = new RecordIndex(topics) { Anew = foreign };
        foreach (var (topic, partition) in topics.SelectMany(t => Enumerable.Range(0, t.Partitions).Select(p => (t, p))))
        {
            string name = Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{topic.Topic}-{partition}"));
            // A reader leaves foreign files alone and takes everything into memory.
            var main = foreign is null || writable ? IndexFile.Open(name + Extension, writable) : IndexFile.InMemory();
            var second = topic.Second is null ? null : foreign is null || writable ? IndexFile.Open(name + ".second" + Extension, writable) : IndexFile.InMemory();
            // The last record comes again, since not all of its entries may be there.
            long last = main.Last;
            main.DropFrom(Math.Max(last, 0));
            second?.DropFrom(Math.Max(last, 0));
            index.files[(topic.Topic, partition)] = (main, second);
            index.next[new TopicPartition(topic.Topic, partition)] = Math.Max(last, 0);
        }
        return index;
    }

    /// <summary>Takes in what was written since, up to the ends as of the call.</summary>
    internal void CatchUp(LogScan scan, CancellationToken cancellation)
    {
        var byName = topics.ToDictionary(t => t.Topic, StringComparer.Ordinal);
        CaughtUp = 0;
        scan.Each(next, record =>
        {
            var (main, second) = files[(record.Topic, record.Partition)];
            var topic = byName[record.Topic];
            foreach (string key in topic.Keys(record))
            {
                main.Add(key, record.Offset);
            }
            foreach (string key in topic.Second?.Invoke(record) ?? [])
            {
                second!.Add(key, record.Offset);
            }
            next[new TopicPartition(record.Topic, record.Partition)] = record.Offset + 1;
            if (++CaughtUp % RecordsPerFlush == 0)
            {
                Flush();
            }
        }, cancellation, Start);
        Flush();
    }

    /// <summary>The places of the records with one of the keys, partition by partition, in the order of their offsets.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="keys">What they are found by.</param>
    /// <param name="second">Whether by what they are found by second.</param>
    internal IReadOnlyList<RecordPlace> Find(string topic, IEnumerable<string> keys, bool second = false)
    {
        var wanted = keys.Select(IndexEntry.HashOf).ToHashSet();
        var places = new List<RecordPlace>();
        foreach (var ((name, partition), (main, other)) in files.Where(f => f.Key.Topic == topic && wanted.Count > 0))
        {
            (second ? other! : main).Find(wanted, entry => places.Add(new RecordPlace(name, partition, entry.Offset)));
        }
        return [.. places.Distinct()];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (main, second) in files.Values)
        {
            main.Dispose();
            second?.Dispose();
        }
    }

    // A partition that ends before what is known of it is another one than the index is of.
    private long Start(TopicPartition partition, WatermarkOffsets range)
    {
        if (range.High.Value < next[partition])
        {
            var (main, second) = files[(partition.Topic, partition.Partition.Value)];
            main.DropFrom(0);
            second?.DropFrom(0);
            next[partition] = 0;
        }
        lengths[partition] = range.High.Value - range.Low.Value;
        return next[partition];
    }

    // The second file first: what it has more than the main one is dropped at the next start, what it had less would be missed.
    private void Flush()
    {
        foreach (var (main, second) in files.Values)
        {
            second?.Flush();
            main.Flush();
        }
    }
}
