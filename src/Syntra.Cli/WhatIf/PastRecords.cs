using Confluent.Kafka;
using Syntra.Cli.Indexing;
using Syntra.Cli.Operating;
using Syntra.Contracts;
using Syntra.Topology.Topics;

namespace Syntra.Cli.WhatIf;

/// <summary>What a replay needs of the log.</summary>
/// <param name="Records">Topic by topic, partition by partition, in the order of their offsets.</param>
/// <param name="Read">How much of which topic that is.</param>
/// <param name="Table">The watermark table's rows of the charges.</param>
internal sealed record PastRecords(IReadOnlyList<LogRecord> Records, IReadOnlyList<ReadCount> Read, IReadOnlyList<PostedCharge> Table);

/// <summary>
/// Reads it: all of it, or by the index what concerns the charges with a row read since a day, from their first row on, with their
/// encounters and those that these were combined with.
/// </summary>
internal sealed class PastRecordReader(OperatorSession session, ChargeSerdes serdes)
{
    private readonly TopicNames topics = session.Topics;
    private readonly int partitions = session.Tenant.Partitions;

    /// <summary>Everything.</summary>
    internal PastRecords All(CancellationToken cancellation)
    {
        using var scan = new LogScan(session.BootstrapServers, session.Log<LogScan>());
        string[] keyed =
        [
            topics.RawCharge, topics.RawDelete, topics.RawEncounter, topics.RawEncounterCombine, topics.ReviewDecision, topics.Journal, topics.JournalReceipt,
        ];
        var records = scan.Read([.. keyed.Select(topic => (topic, partitions)), (topics.Calendar, 1)], cancellation);
        var read = records.CountBy(r => r.Topic).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new ReadCount(c.Key, c.Value, c.Value));
        return new PastRecords(records, [.. read], session.Tables().Charges(cancellation));
    }

    /// <summary>What concerns the charges with a row read on a UTC day or later.</summary>
    internal PastRecords Since(DateOnly day, CancellationToken cancellation)
    {
        var lookup = session.Records(cancellation);
        var charges = Charges(lookup.Scan, new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), cancellation);
        var own = lookup.With(charges, [topics.RawCharge, topics.RawDelete, topics.ReviewDecision, topics.Journal, topics.JournalReceipt], cancellation).Where(r => charges.Contains(r.Key)).ToList();
        var encounters = Encounters(lookup, own.Where(r => r.Topic == topics.RawCharge && r.Value is not null).Select(EncounterOf).OfType<string>(), cancellation);
        var calendar = lookup.Scan.Read([(topics.Calendar, 1)], cancellation);
        var records = own.Concat(encounters).Concat(calendar).OrderBy(r => r.Topic, StringComparer.Ordinal).ThenBy(r => r.Partition).ThenBy(r => r.Offset).ToList();
        return new PastRecords(records, [.. lookup.Counts, new ReadCount(topics.Calendar, calendar.Count, calendar.Count)], PostedRows.Read(session, lookup, charges, cancellation));
    }

    private HashSet<string> Charges(LogScan scan, DateTimeOffset since, CancellationToken cancellation)
    {
        var search = new RowsSince(scan, ReadAt);
        var starts = ((string[])[topics.RawCharge, topics.RawDelete]).SelectMany(t => Enumerable.Range(0, partitions).Select(p => new TopicPartition(t, p)))
            .ToDictionary(p => p, p => search.In(p.Topic, p.Partition.Value, since, cancellation));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        scan.Each(starts, record => keys.Add(record.Key), cancellation);
        return keys;
    }

    // A void or a move of one encounter reaches the charges of those that were combined into it, and back.
    private IEnumerable<LogRecord> Encounters(RecordLookup lookup, IEnumerable<string> first, CancellationToken cancellation)
    {
        var (known, combines) = (new HashSet<string>(first, StringComparer.Ordinal), new Dictionary<string, LogRecord>(StringComparer.Ordinal));
        for (var next = known.ToHashSet(StringComparer.Ordinal); next.Count > 0;)
        {
            var found = lookup.With(next, [topics.RawEncounterCombine], cancellation).Where(r => r.Value is not null && known.Contains(r.Key)).Where(r => combines.TryAdd(r.Place, r)).ToList();
            next = [.. found.SelectMany(EncountersOf).Where(known.Add)];
        }
        return combines.Values.Concat(lookup.With(known, [topics.RawEncounter], cancellation).Where(r => known.Contains(r.Key)));
    }

    private DateTimeOffset ReadAt(LogRecord record) => record.Value is null ? record.At
        : record.Topic == topics.RawCharge ? serdes.RawCharge.Deserialize(record.Topic, record.KeyBytes, record.Value).ReadAt
        : serdes.RawDelete.Deserialize(record.Topic, record.KeyBytes, record.Value).ReadAt;

    private string? EncounterOf(LogRecord record) =>
        serdes.RawCharge.Deserialize(record.Topic, record.KeyBytes, record.Value).EncounterId?.Token(session.Protection.Tokens, TokenSpaces.Encounter);

    private IEnumerable<string> EncountersOf(LogRecord record)
    {
        var row = serdes.RawEncounterCombine.Deserialize(record.Topic, record.KeyBytes, record.Value);
        return [row.FromEncounterId.Token(session.Protection.Tokens, TokenSpaces.Encounter), row.ToEncounterId.Token(session.Protection.Tokens, TokenSpaces.Encounter)];
    }
}
