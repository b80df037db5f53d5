using Microsoft.Extensions.Logging;
using Syntra.Cli.Operating;

namespace Syntra.Cli.Indexing;

/// <summary>What a verb has read.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Read">Records read for the answer.</param>
/// <param name="Of">Offsets that the topic has.</param>
internal sealed record ReadCount(string Topic, long Read, long Of);

/// <summary>Records by what they are found by: the index says where they lie, the log gives them.</summary>
internal sealed class RecordLookup : IDisposable
{
    /// <summary>Folder of the index in a state folder.</summary>
    internal const string Folder = "index";

    private readonly RecordIndex index;
    private readonly Dictionary<string, long> read = new(StringComparer.Ordinal);

    private RecordLookup(RecordIndex index, LogScan scan) => (this.index, Scan) = (index, scan);

    /// <summary>Reads the log.</summary>
    internal LogScan Scan { get; }

    /// <summary>Records that were not in the index yet when this was opened.</summary>
    internal long CaughtUp => index.CaughtUp;

    /// <summary>Why the index was made anew; null where it was not.</summary>
    internal string? Anew => index.Anew;

    /// <summary>What was read, by topic.</summary>
    internal IReadOnlyList<ReadCount> Counts => [.. read.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new ReadCount(r.Key, r.Value, index.LengthOf(r.Key)))];

    /// <summary>Opens the index and brings it up to date.</summary>
    internal static RecordLookup Open(string folder, bool writable, IReadOnlyList<IndexedTopic> topics, string bootstrapServers, ILogger log, CancellationToken cancellation)
    {
        var scan = new LogScan(bootstrapServers, log);
        RecordIndex? index = null;
        try
        {
            index = RecordIndex.Open(folder, writable, topics, scan.ClusterId());
            index.CatchUp(scan, cancellation);
            return new RecordLookup(index, scan);
        }
        catch
        {
            index?.Dispose();
            scan.Dispose();
            throw;
        }
    }

    /// <summary>The records of several topics with one of the keys, in one go; topic by topic, partition by partition, by offset.</summary>
    internal IReadOnlyList<LogRecord> With(IReadOnlyCollection<string> keys, IEnumerable<string> topics, CancellationToken cancellation) =>
        Counted(Scan.At(topics.SelectMany(topic => index.Find(topic, keys)), cancellation));

    /// <summary>The records of a topic with one of the keys by which its records are found second.</summary>
    internal IReadOnlyList<LogRecord> WithSecond(IReadOnlyCollection<string> keys, string topic, CancellationToken cancellation) =>
        Counted(Scan.At(index.Find(topic, keys, second: true), cancellation));

    /// <summary>The last record of each key in a compacted topic.</summary>
    internal IReadOnlyList<LogRecord> Last(IReadOnlyCollection<string> keys, string topic, CancellationToken cancellation)
    {
        // Two keys may share a hash, so each key's places are asked for by themselves where there are few, and all are read where there are many.
        var places = keys.Count <= FewKeys
            ? keys.SelectMany(key => index.Find(topic, [key]).GroupBy(p => p.Partition).Select(g => g.MaxBy(p => p.Offset)))
            : index.Find(topic, keys);
        return [.. Counted(Scan.At(places, cancellation)).GroupBy(r => r.Key, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.Offset)!).Where(r => keys.Contains(r.Key))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Scan.Dispose();
        index.Dispose();
    }

    private const int FewKeys = 16;

    private IReadOnlyList<LogRecord> Counted(IReadOnlyList<LogRecord> records)
    {
        foreach (var record in records)
        {
            read[record.Topic] = read.GetValueOrDefault(record.Topic) + 1;
        }
        return records;
    }
}
