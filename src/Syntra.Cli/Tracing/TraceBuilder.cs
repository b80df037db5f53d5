using Syntra.Cli.Operating;
using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Topology.Intake;

namespace Syntra.Cli.Tracing;

/// <summary>Puts one charge's life together.</summary>
internal sealed class TraceBuilder(TraceSources sources, ISourceTokens tokens, IPhiAccessLog access, bool reveal)
{
    /// <summary>The trace; null where nothing of the charge is known.</summary>
    internal ChargeTrace? Build(TraceRecords records, Traced traced, IReadOnlyList<PostedCharge> table)
    {
        var own = records.Others.Where(r => traced.Tokens.Contains(Charge(r.Key)) && r.Value is not null).ToList();
        var now = table.Where(charge => traced.Tokens.Contains(charge.RecordId)).MaxBy(charge => charge.SourceVersion);
        var instructions = records.Instructions.Where(i => traced.Tokens.Contains(i.Value.RecordId)).Select(i => Instruction(i.Record, i.Value, records)).ToList();
        if (own.Count == 0 && now is null && instructions.Count == 0)
        {
            return null;
        }
        var topics = sources.Topics;
        var versions = Of(own, topics.RawCharge, Version).Concat(Of(own, topics.RawDelete, Deletion)).OrderBy(v => v.SourceVersion).ThenBy(v => v.ReadAt);
        return new ChargeTrace(
            now?.RecordId ?? own.Select(r => Charge(r.Key)).FirstOrDefault() ?? traced.Tokens.First(),
            now is null ? null : Now(now), [.. versions], instructions, [.. Of(own, topics.Review, Review).GroupBy(r => r.ItemId).Select(g => g.Last())],
            [.. Of(own, topics.Parked, Parking)], [.. Of(own, topics.DeadLetters, Letter)]) { Asked = traced.Asked };
    }

    // The key of a review item is charge|version.
    private static string Charge(string key) => key.Split('|')[0];

    private static IEnumerable<T> Of<T>(List<LogRecord> records, string topic, Func<LogRecord, T> read) => records.Where(r => r.Topic == topic).Select(read);

    private TracedVersion Version(LogRecord record)
    {
        var raw = sources.Serdes.RawCharge.Deserialize(record.Topic, record.KeyBytes, record.Value);
        access.Opened(PatientTokens.Of(raw, tokens));
        return new TracedVersion(raw.SourceVersion, record.Place, raw.UpdatedAt, raw.ReadAt)
        {
            Active = raw.Active,
            ProcessFlag = raw.ProcessFlag,
            ChargeType = raw.ChargeType,
            Facility = raw.OrganizationId,
            Department = raw.DepartmentCode,
            ChargeCode = raw.ChargeCode,
            Quantity = raw.Quantity,
            UnitPrice = raw.UnitPrice,
            Amount = raw.ExtendedPrice,
            Encounter = raw.EncounterId?.Token(tokens, TokenSpaces.Encounter),
            Patient = raw.PersonId?.Token(tokens, TokenSpaces.Person),
            Offsets = raw.OffsetChargeItemId?.Token(tokens, TokenSpaces.Charge),
            Revealed = reveal ? Ids(raw) : null,
        };
    }

    private TracedVersion Deletion(LogRecord record)
    {
        var raw = sources.Serdes.RawDelete.Deserialize(record.Topic, record.KeyBytes, record.Value);
        return new TracedVersion(long.MaxValue, record.Place, raw.DeletedAt, raw.ReadAt) { Deleted = !raw.Purge, Purged = raw.Purge };
    }

    private static RevealedIds Ids(RawCharge raw) => new(
        raw.ChargeItemId.Reveal(PhiAccess.Reidentification),
        raw.EncounterId?.Reveal(PhiAccess.Reidentification),
        raw.PersonId?.Reveal(PhiAccess.Reidentification),
        raw.OffsetChargeItemId?.Reveal(PhiAccess.Reidentification),
        raw.ServiceAt?.Reveal(PhiAccess.Reidentification));

    private static TracedInstruction Instruction(LogRecord record, JournalInstruction value, TraceRecords records)
    {
        var lines = value.Lines.Select(l => new TracedLine(l.Key, l.Role, string.Join('-', l.Segments), l.Period, l.OriginalPeriod, l.AccountingDate, l.Rule, l.Debit, l.Credit));
        var answer = records.Receipts.Where(r => r.Value.IdempotencyKey == value.IdempotencyKey)
            .Select(r => new TracedAnswer(r.Value.Outcome, r.Value.ReasonCode, r.Value.Reason, r.Value.BatchName, r.Value.GroupId, r.Value.AnsweredAt, r.Record.Place))
            .LastOrDefault();
        return new TracedInstruction(
            value.IdempotencyKey, value.SourceVersion, record.Place, value.Ledger, value.Facility, value.MappingVersion, [.. lines],
            TraceBatches.Of(records.Delivery, value.IdempotencyKey), answer);
    }

    private TracedReview Review(LogRecord record)
    {
        var item = sources.Serdes.Review.Deserialize(record.Topic, record.Value);
        return new TracedReview(item.ItemId, item.SourceVersion, item.Status, item.Rule, item.Reason, item.Effect, item.AmountBefore, item.AmountAfter, item.Decisions, record.Place);
    }

    private TracedParking Parking(LogRecord record)
    {
        var parked = sources.Serdes.Parked.Deserialize(record.Topic, record.Value);
        return new TracedParking(parked.Missing, parked.ReasonCode, parked.Reason, record.Place);
    }

    private TracedLetter Letter(LogRecord record)
    {
        var letter = sources.Serdes.DeadLetter.Deserialize(record.Topic, record.Value);
        return new TracedLetter(letter.SourceVersion, letter.Node, letter.ReasonCode, letter.Reason, record.Place);
    }

    private static ChargeNow Now(PostedCharge charge) => new(
        charge.Status, charge.Facility, charge.Period, charge.Amount, charge.Money, charge.SourceVersion, charge.Received, charge.Applied, charge.ZeroDelta, charge.Stale,
        charge.DeadLettered, charge.Missing, charge.Reason, charge.Effects.Sum(e => e.Amount), [.. charge.Effects.Select(e => new MovedAmount(e.Account, e.Period, e.Amount))]);
}
