using Syntra.Avro;
using Syntra.Cli.Operating;
using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Streams.Serialization;
using Syntra.Topology.Intake;
using Syntra.Topology.Topics;

namespace Syntra.Cli.WhatIf;

/// <summary>Reads a tenant's past out of its topics. Payloads are opened for it, which is logged.</summary>
internal sealed class PastReader(OperatorSession session, IPhiAccessLog access)
{
    private readonly ChargeSerdes serdes = new(session.Registry, session.Protection.Sealer);

    /// <summary>Reads it.</summary>
    /// <param name="from">Only charges with a row read on this UTC day or later are compared; null for all.</param>
    /// <param name="to">What became known after this UTC day is left out; null for nothing.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal Past Read(DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var topics = session.Topics;
        var reader = new PastRecordReader(session, serdes);
        var (all, read, table) = from is { } since ? reader.Since(since, cancellation) : reader.All(cancellation);
        var records = all.Where(r => r.Value is not null).ToList();
        var events = records.SelectMany(Event).ToList();
        var known = ReplayEvent.InOrder(events.Where(e => to is not { } last || Day(e.At) <= last));
        var receipts = Of(records, topics.JournalReceipt, serdes.Receipt);
        var charges = known.Where(e => (e.Record.Topic == topics.RawCharge || e.Record.Topic == topics.RawDelete) && (from is not { } first || Day(e.At) >= first)).Select(e => e.Record.Key);
        return new Past(
            known, Accepted(Of(records, topics.Journal, serdes.Journal), receipts, known, to is not null), Refusals(receipts), charges.ToHashSet(StringComparer.Ordinal),
            known.Where(e => e.Record.Topic == topics.Calendar).Select(e => (DateTimeOffset?)e.At).FirstOrDefault(), table, read);
    }

    private IEnumerable<ReplayEvent> Event(LogRecord record)
    {
        var topics = session.Topics;
        if (record.Topic == topics.Calendar)
        {
            var calendar = serdes.Calendar.Deserialize(record.Topic, record.Value);
            return [new ReplayEvent(calendar.AsOf, 0, record, replay => replay.Calendar(calendar))];
        }
        if (record.Topic == topics.RawEncounter)
        {
            var row = Open(serdes.RawEncounter, record);
            return [new ReplayEvent(row.ReadAt, 1, record, replay => replay.Encounter(record.Key, row))];
        }
        if (record.Topic == topics.RawEncounterCombine)
        {
            var row = Open(serdes.RawEncounterCombine, record);
            return [new ReplayEvent(row.ReadAt, 2, record, replay => replay.Combine(record.Key, row))];
        }
        if (record.Topic == topics.RawCharge)
        {
            var row = Open(serdes.RawCharge, record);
            access.Opened(PatientTokens.Of(row, session.Protection.Tokens));
            return [new ReplayEvent(row.ReadAt, 3, record, replay => replay.Charge(record.Key, row))];
        }
        if (record.Topic == topics.RawDelete)
        {
            var row = Open(serdes.RawDelete, record);
            return [new ReplayEvent(row.ReadAt, 4, record, replay => replay.Delete(record.Key, row))];
        }
        if (record.Topic == topics.ReviewDecision)
        {
            var decision = serdes.ReviewDecision.Deserialize(record.Topic, record.Value);
            return [new ReplayEvent(decision.At, 5, record, replay => replay.Decision(decision))];
        }
        return [];
    }

    private static T Open<T>(ISerde<T> serde, LogRecord record) => serde.Deserialize(record.Topic, record.KeyBytes, record.Value);

    // An instruction stands when Fusion accepted it; with an end of the past, only where its version was known by then.
    private static List<JournalInstruction> Accepted(
        List<JournalInstruction> instructions, List<JournalReceipt> receipts, IReadOnlyList<ReplayEvent> known, bool ends)
    {
        var accepted = receipts.Where(r => r.Outcome == ReceiptOutcome.Accepted).Select(r => r.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
        var keys = known.Select(e => e.Record.Key).ToHashSet(StringComparer.Ordinal);
        var latest = known.Count == 0 ? DateTimeOffset.MinValue : known[^1].At;
        return [.. instructions.DistinctBy(i => i.IdempotencyKey).Where(i => accepted.Contains(i.IdempotencyKey) && (!ends || (keys.Contains(i.RecordId) && i.SourceUpdatedAt <= latest)))];
    }

    private static Dictionary<string, JournalReceipt> Refusals(List<JournalReceipt> receipts) =>
        receipts.Where(r => r.Outcome == ReceiptOutcome.Rejected).DistinctBy(r => r.IdempotencyKey).ToDictionary(r => r.IdempotencyKey, StringComparer.Ordinal);

    private static List<T> Of<T>(List<LogRecord> records, string topic, AvroSerde<T> serde) where T : IAvroRecord<T> =>
        [.. records.Where(r => r.Topic == topic).Select(r => serde.Deserialize(topic, r.Value!))];

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
