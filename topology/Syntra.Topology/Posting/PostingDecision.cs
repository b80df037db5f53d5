using Syntra.Contracts;
using Syntra.Topology.Mapping;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>
/// The one rule of the product: the difference between what stands and what should is the only thing that leaves.
/// Pure: the same arguments give the same instruction, byte for byte.
/// <code>
/// standing   desired             leaves
/// nothing    nothing, or equal   nothing (zero-delta)
/// nothing    lines               post, in the period of the service date
/// lines      other lines         reverse the original lines + post, each in its period
/// lines      another ledger      reverse in the old ledger first; the rest follows its receipt
/// lines      nothing             reverse
/// </code>
/// A period that is not open sends its lines to the first open one after it; the original period stays on every line.
/// </summary>
internal static class PostingDecision
{
    public static Decision Decide(
        JournalInstruction? standing, DesiredPosting? desired, Func<string, LedgerCalendar?> calendars, PostingTerms terms)
    {
        if (standing is null && desired is null)
        {
            return new Decision.ZeroDelta();
        }

        if (standing is not null && (desired is null || !SameBook(standing, desired)))
        {
            return Clear(standing, calendars, terms, continues: desired is not null);
        }

        var calendar = calendars(desired!.Ledger);
        if (standing is not null && SamePosting(standing, desired, calendar))
        {
            return new Decision.ZeroDelta();
        }

        return Post(standing, desired, calendar, terms);
    }

    private static Decision Clear(JournalInstruction standing, Func<string, LedgerCalendar?> calendars, PostingTerms terms, bool continues)
    {
        var calendar = calendars(standing.Ledger);
        if (Reversal.Lines(standing, calendar, standing.MappingVersion, terms) is not { } lines)
        {
            return Wait(calendar, standing.Ledger, standing.Lines[0].AccountingDate, terms);
        }

        var instruction = standing with
        {
            IdempotencyKey = terms.InstructionKey(standing.Ledger, standing.MappingVersion),
            SourceVersion = terms.SourceVersion,
            SourceUpdatedAt = terms.SourceUpdatedAt,
            Lines = lines,
        };
        return new Decision.Send(Balance.Checked(instruction), continues);
    }

    private static Decision Post(JournalInstruction? standing, DesiredPosting desired, LedgerCalendar? calendar, PostingTerms terms)
    {
        IReadOnlyList<JournalLine>? reversal = [];
        if (standing is not null)
        {
            reversal = Reversal.Lines(standing, calendar, desired.MappingVersion, terms);
            if (reversal is null)
            {
                return Wait(calendar, standing.Ledger, standing.Lines[0].AccountingDate, terms);
            }
        }

        if (PeriodRule.Choose(calendar, desired.Date, terms.ClosedThrough) is not { } slot)
        {
            return Wait(calendar, desired.Ledger, desired.Date, terms);
        }

        var lines = desired.Lines.Select(line => ToLine(line, slot, desired, terms));
        return new Decision.Send(Balance.Checked(Instruct(desired, [.. reversal, .. lines], terms)), Continues: false);
    }

    private static JournalLine ToLine(DesiredLine line, PeriodSlot slot, DesiredPosting desired, PostingTerms terms) => new()
    {
        Key = terms.Key(desired.Ledger, desired.MappingVersion, line.Role),
        Role = line.Role,
        AccountingDate = slot.Date,
        Period = slot.Period,
        OriginalPeriod = slot.OriginalPeriod,
        Segments = line.Segments,
        Debit = line.Debit,
        Credit = line.Credit,
    };

    private static JournalInstruction Instruct(DesiredPosting desired, IReadOnlyList<JournalLine> lines, PostingTerms terms) => new()
    {
        IdempotencyKey = terms.InstructionKey(desired.Ledger, desired.MappingVersion),
        RecordId = terms.RecordId,
        SourceVersion = terms.SourceVersion,
        Ledger = desired.Ledger,
        LedgerId = desired.LedgerId,
        Facility = desired.Facility,
        BusinessUnit = desired.BusinessUnit,
        Currency = desired.Currency,
        MappingVersion = desired.MappingVersion,
        SourceUpdatedAt = terms.SourceUpdatedAt,
        Lines = lines,
    };

    private static Decision.Waits Wait(LedgerCalendar? calendar, string ledger, DateOnly date, PostingTerms terms)
    {
        var (missing, reason) = PeriodRule.Wait(calendar, ledger, date, terms.ClosedThrough);
        return new Decision.Waits(missing, reason);
    }

    private static bool SameBook(JournalInstruction standing, DesiredPosting desired) =>
        standing.LedgerId == desired.LedgerId && standing.Ledger == desired.Ledger && standing.Currency == desired.Currency;

    // The accounting day inside one period moves no balance, so a service date that moves within its period changes nothing.
    private static bool SamePosting(JournalInstruction standing, DesiredPosting desired, LedgerCalendar? calendar) =>
        standing.Facility == desired.Facility
        && standing.Lines.Count == desired.Lines.Count
        && calendar.Containing(desired.Date) is { } period
        && standing.Lines.Zip(desired.Lines).All(pair =>
            pair.First.Role == pair.Second.Role && pair.First.OriginalPeriod == period.Name
            && pair.First.Debit == pair.Second.Debit && pair.First.Credit == pair.Second.Credit
            && pair.First.Segments.SequenceEqual(pair.Second.Segments, StringComparer.Ordinal));
}
