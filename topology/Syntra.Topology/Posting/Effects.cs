using Syntra.Contracts;
using Syntra.Topology.Mapping;

namespace Syntra.Topology.Posting;

/// <summary>Keeps what the accepted lines of a charge moved on receivable accounts, by account and period.</summary>
internal static class Effects
{
    /// <summary>Adds the lines of an instruction that Fusion has accepted.</summary>
    /// <param name="effects">What was moved so far.</param>
    /// <param name="accepted">The instruction.</param>
    /// <param name="standing">What stood before it: its reversal lines belong to that facility.</param>
    public static IReadOnlyList<LedgerEffect> Add(
        IReadOnlyList<LedgerEffect> effects, JournalInstruction accepted, JournalInstruction? standing)
    {
        var moved = accepted.Lines.Where(l => LineRoles.IsReceivable(l.Role)).Select(line => new LedgerEffect
        {
            Ledger = accepted.Ledger,
            Facility = LineRoles.IsReversal(line.Role) && standing is not null ? standing.Facility : accepted.Facility,
            BalancingSegment = line.Segments[0],
            Account = string.Join('-', line.Segments),
            Period = line.Period,
            Amount = Net(line),
        });
        return [.. effects.Concat(moved)
            .GroupBy(e => (e.Ledger, e.Facility, e.Account, e.Period))
            .Select(g => g.First() with { Amount = g.Sum(e => e.Amount) })
            .Where(e => e.Amount != 0)
            .OrderBy(e => e.Period, StringComparer.Ordinal).ThenBy(e => e.Account, StringComparer.Ordinal)];
    }

    /// <summary>Debit less credit.</summary>
    public static decimal Net(JournalLine line) => (line.Debit ?? 0) - (line.Credit ?? 0);

    /// <summary>The signed receivable amount of lines that stand.</summary>
    public static decimal Receivable(JournalInstruction? standing) =>
        standing?.Lines.Where(l => LineRoles.IsReceivable(l.Role)).Sum(Net) ?? 0;
}
