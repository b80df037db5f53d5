using Syntra.Contracts;

namespace Syntra.Topology.Posting;

/// <summary>
/// Debits equal credits in every balancing segment and period of an instruction. Fusion takes an unbalanced journal without a
/// word where the ledger allows suspense, so this is checked here, always.
/// </summary>
internal static class Balance
{
    public static JournalInstruction Checked(JournalInstruction instruction)
    {
        foreach (var group in instruction.Lines.GroupBy(l => (Segment: l.Segments[0], l.Period)))
        {
            if (group.Sum(l => (l.Debit ?? 0) - (l.Credit ?? 0)) != 0)
            {
                throw new InvalidOperationException(
                    $"Instruction {instruction.IdempotencyKey} does not balance in segment {group.Key.Segment}, period {group.Key.Period}.");
            }
        }

        return instruction;
    }
}
