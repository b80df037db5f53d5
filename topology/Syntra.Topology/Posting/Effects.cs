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
        var sums = new List<LedgerEffect>(effects);
        foreach (var line in accepted.Lines)
        {
            if (LineRoles.IsReceivable(line.Role))
            {
                Add(sums, accepted.Ledger, LineRoles.IsReversal(line.Role) && standing is not null ? standing.Facility : accepted.Facility, line);
            }
        }

        sums.RemoveAll(e => e.Amount == 0);
        sums.Sort(ByPeriodAndAccount);
        return sums;
    }

    private static void Add(List<LedgerEffect> sums, string ledger, string facility, JournalLine line)
    {
        var account = string.Join('-', line.Segments);
        var at = sums.FindIndex(e => e.Ledger == ledger && e.Facility == facility && e.Account == account && e.Period == line.Period);
        if (at >= 0)
        {
            sums[at] = sums[at] with { Amount = sums[at].Amount + Net(line) };
            return;
        }

        sums.Add(new LedgerEffect
        {
            Ledger = ledger,
            Facility = facility,
            BalancingSegment = line.Segments[0],
            Account = account,
            Period = line.Period,
            Amount = Net(line),
        });
    }

    // The account begins with the facility's segment; ledger and facility decide only between charts that are alike.
    private static int ByPeriodAndAccount(LedgerEffect x, LedgerEffect y) =>
        (string.CompareOrdinal(x.Period, y.Period), string.CompareOrdinal(x.Account, y.Account), string.CompareOrdinal(x.Ledger, y.Ledger)) switch
        {
            (not 0 and var period, _, _) => period,
            (_, not 0 and var account, _) => account,
            (_, _, not 0 and var ledger) => ledger,
            _ => string.CompareOrdinal(x.Facility, y.Facility),
        };

    /// <summary>Debit less credit.</summary>
    public static decimal Net(JournalLine line) => (line.Debit ?? 0) - (line.Credit ?? 0);

    /// <summary>The signed receivable amount of lines that stand.</summary>
    public static decimal Receivable(JournalInstruction? standing) =>
        standing?.Lines.Where(l => LineRoles.IsReceivable(l.Role)).Sum(Net) ?? 0;
}
