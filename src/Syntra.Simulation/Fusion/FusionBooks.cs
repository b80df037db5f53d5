using Syntra.Fusion.Rest;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Fusion;

/// <summary>A journal line in the general ledger.</summary>
/// <param name="Balance">Debit less credit.</param>
internal sealed record BookedLine(
    string Key, string Record, string Version, string Role, string OriginalPeriod, string InstructionKey, string LedgerId, string Period, string Account, decimal Balance);

/// <summary>A journal batch: unposted until AutoPost has run.</summary>
internal sealed class BookedBatch(long id, string name, long group, string ledgerId, string period, IReadOnlyList<BookedLine> lines)
{
    public long Id => id;

    public string Name => name;

    public long Group => group;

    public string LedgerId => ledgerId;

    public string Period => period;

    public IReadOnlyList<BookedLine> Lines => lines;

    public bool Posted { get; set; }
}

/// <summary>Identifies a balance.</summary>
internal readonly record struct BalanceKey(string LedgerId, string Period, string Account);

/// <summary>Fusion's general ledger: batches, balances, and periods with their statuses.</summary>
internal sealed class FusionBooks
{
    private readonly Dictionary<(string LedgerId, string Period), string> _status = [];
    private readonly Dictionary<(string LedgerId, string Period), Dictionary<string, decimal>> _atClose = [];

    public FusionBooks()
    {
        foreach (var ledger in Hospital.Ledgers)
        {
            foreach (var period in ledger.Periods)
            {
                // At the start: through February closed, March to May open, the rest future, December never opened.
                var status = period.End < new DateOnly(2026, 3, 1) ? "C" : period.Start > new DateOnly(2026, 11, 20) ? "N" : period.Start > new DateOnly(2026, 5, 25) ? "F" : "O";
                _status[(ledger.Id, period.Name)] = status;
                if (status == "C")
                {
                    _atClose[(ledger.Id, period.Name)] = [];
                }
            }
        }
    }

    public List<BookedBatch> Batches { get; } = [];

    /// <summary>Grows with every change of a period's status.</summary>
    public int PeriodChanges { get; private set; } = 1;

    /// <summary>Balances of posted batches; zero where lines cancel out.</summary>
    public Dictionary<BalanceKey, decimal> Balances { get; } = [];

    public string StatusOf(string ledgerId, string period) => _status[(ledgerId, period)];

    public IReadOnlyList<AccountingPeriod> Periods(SimLedger ledger) =>
        [.. ledger.Periods.Select(p => new AccountingPeriod(p.Name, p.Start, p.End, p.Adjustment, StatusOf(ledger.Id, p.Name)))];

    public void Open(string ledgerId, string period)
    {
        PeriodChanges++;
        _status[(ledgerId, period)] = "O";
        _atClose.Remove((ledgerId, period));
    }

    /// <summary>Closes a period for now or for good, and remembers its balances.</summary>
    public void Close(string ledgerId, string period, string status)
    {
        PeriodChanges++;
        _status[(ledgerId, period)] = status;
        _atClose[(ledgerId, period)] = Of(ledgerId, period);
    }

    public void Post(BookedBatch batch)
    {
        batch.Posted = true;
        foreach (var line in batch.Lines)
        {
            var key = new BalanceKey(line.LedgerId, line.Period, line.Account);
            Balances[key] = Balances.GetValueOrDefault(key) + line.Balance;
        }
    }

    /// <summary>Closed periods whose balances are not those of their close.</summary>
    public IEnumerable<string> MovedSinceClose()
    {
        foreach (var ((ledgerId, period), before) in _atClose)
        {
            var now = Of(ledgerId, period);
            if (before.Count != now.Count || before.Any(b => now.GetValueOrDefault(b.Key) != b.Value))
            {
                yield return $"period {period} of ledger {ledgerId} is closed and has changed";
            }
        }
    }

    private Dictionary<string, decimal> Of(string ledgerId, string period) => Balances
        .Where(b => b.Key.LedgerId == ledgerId && b.Key.Period == period && b.Value != 0)
        .ToDictionary(b => b.Key.Account, b => b.Value, StringComparer.Ordinal);
}
