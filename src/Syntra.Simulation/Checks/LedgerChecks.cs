using Syntra.Simulation.Fusion;

namespace Syntra.Simulation.Checks;

/// <summary>What must hold of Fusion's ledger whatever the history was; asks nobody but Fusion.</summary>
internal static class LedgerChecks
{
    public static void Run(FusionBooks books, Findings findings)
    {
        foreach (var moved in books.MovedSinceClose())
        {
            findings.Add(moved);
        }

        var lines = books.Batches.SelectMany(b => b.Lines).ToList();
        foreach (var twice in lines.CountBy(l => l.Key).Where(l => l.Value > 1))
        {
            findings.Add($"line key {twice.Key} is in the ledger {twice.Value} times");
        }

        foreach (var journal in lines.GroupBy(l => (l.InstructionKey, Segment: l.Account[..3], l.Period)).Where(g => g.Sum(l => l.Balance) != 0))
        {
            findings.Add($"instruction {journal.Key.InstructionKey} does not balance in segment {journal.Key.Segment}, period {journal.Key.Period}");
        }

        foreach (var record in lines.GroupBy(l => l.Record))
        {
            Mirrors(record.Key, [.. record], findings);
        }

        foreach (var batch in books.Batches.Where(b => !b.Posted))
        {
            findings.Add($"batch {batch.Name} was never posted");
        }
    }

    /// <summary>A reversal takes away exactly the line that stands, and nothing is put down on top of what stands.</summary>
    private static void Mirrors(string record, IReadOnlyList<BookedLine> lines, Findings findings)
    {
        var standing = new Dictionary<string, BookedLine>(StringComparer.Ordinal);
        foreach (var instruction in lines.GroupBy(l => l.InstructionKey))
        {
            foreach (var line in instruction.OrderByDescending(l => l.Role.StartsWith("REVERSE-", StringComparison.Ordinal)))
            {
                if (!line.Role.StartsWith("REVERSE-", StringComparison.Ordinal))
                {
                    if (!standing.TryAdd(line.Role, line))
                    {
                        findings.Add($"record {record}: a second {line.Role} line stands");
                    }
                }
                else if (!standing.Remove(line.Role["REVERSE-".Length..], out var original) || !IsMirror(original, line))
                {
                    findings.Add($"record {record}: {line.Role} of version {line.Version} does not mirror what stands");
                }
            }
        }
    }

    private static bool IsMirror(BookedLine original, BookedLine reversal) =>
        original.Account == reversal.Account && original.Balance == -reversal.Balance && original.OriginalPeriod == reversal.OriginalPeriod
        && original.LedgerId == reversal.LedgerId;
}
