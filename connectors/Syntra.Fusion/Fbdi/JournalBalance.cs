using System.Globalization;

namespace Syntra.Fusion.Fbdi;

/// <summary>
/// Debits equal credits within each journal and balancing segment. Checked by us because Fusion imports an unbalanced
/// journal without an error where the ledger allows suspense.
/// </summary>
internal static class JournalBalance
{
    public static void Assert(IReadOnlyList<GlLine> lines)
    {
        var sums = new Dictionary<(string Journal, string Segment), (decimal Difference, string FirstKey)>();
        foreach (var line in lines)
        {
            var group = (line.JournalName, line.Segments.Count > 0 ? line.Segments[0] : "");
            var (difference, first) = sums.GetValueOrDefault(group, (0m, line.InstructionKey));
            sums[group] = (difference + (line.Debit ?? 0m) - (line.Credit ?? 0m), first);
        }

        foreach (var (group, (difference, first)) in sums)
        {
            if (difference != 0m)
            {
                throw new UnbalancedJournalException(group.Journal, group.Segment, difference, first);
            }
        }
    }
}

/// <summary>Lines that do not balance reached the sink: a fault in the mapping, not in the data. Nothing was sent.</summary>
public sealed class UnbalancedJournalException : Exception
{
    internal UnbalancedJournalException(string journal, string segment, decimal difference, string instructionKey)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"Journal '{journal}' does not balance in segment '{segment}': debits - credits = {difference}; first instruction {instructionKey}. Nothing of it was sent; the mapping that made these lines is wrong."))
    {
        Journal = journal;
        BalancingSegment = segment;
        Difference = difference;
    }

    /// <summary>REFERENCE4.</summary>
    public string Journal { get; }

    /// <summary>Value of the balancing segment.</summary>
    public string BalancingSegment { get; }

    /// <summary>Debits less credits.</summary>
    public decimal Difference { get; }
}
