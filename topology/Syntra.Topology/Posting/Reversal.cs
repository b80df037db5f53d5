using Syntra.Contracts;
using Syntra.Topology.Mapping;

namespace Syntra.Topology.Posting;

/// <summary>Reverses the lines that stand: their own segments and amounts with the sides swapped, never a recomputation.</summary>
internal static class Reversal
{
    /// <summary>The reversal lines, or null while a period that could take one of them is missing.</summary>
    public static IReadOnlyList<JournalLine>? Lines(
        JournalInstruction standing, LedgerCalendar? calendar, string mappingVersion, PostingTerms terms)
    {
        var lines = new List<JournalLine>(standing.Lines.Count);
        foreach (var line in standing.Lines)
        {
            if (PeriodRule.Choose(calendar, line.AccountingDate, terms.ClosedThrough) is not { } slot)
            {
                return null;
            }

            var role = LineRoles.ReversePrefix + line.Role;
            lines.Add(line with
            {
                Key = terms.Key(standing.Ledger, mappingVersion, role),
                Role = role,
                AccountingDate = slot.Date,
                Period = slot.Period,
                Debit = line.Credit,
                Credit = line.Debit,
            });
        }

        return lines;
    }
}
