using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Periods;

/// <summary>From Fusion's rows to a calendar. Pure.</summary>
internal static class CalendarReading
{
    /// <summary>Null where there is no row: Fusion answers so, too, when the user may not see the ledger.</summary>
    public static LedgerCalendar? From(string ledger, IReadOnlyList<AccountingPeriod> rows, DateTimeOffset asOf) => rows.Count == 0 ? null : new LedgerCalendar
    {
        Ledger = ledger,
        AsOf = asOf,
        Periods = [.. rows
            .OrderBy(r => r.StartDate).ThenBy(r => r.Adjustment).ThenBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new FiscalPeriod { Name = r.Name, StartDate = r.StartDate, EndDate = r.EndDate, Adjustment = r.Adjustment, Status = StatusOf(r.ClosingStatus) })],
    };

    /// <summary>
    /// Whether a calendar has to be published: it differs from the one that the topic holds. Not from what this publisher wrote last: another
    /// one may have put an older reading over it.
    /// </summary>
    public static bool IsNews(LedgerCalendar? published, LedgerCalendar read) => published is null || !published.Periods.SequenceEqual(read.Periods);

    /// <summary>Only O is open. A status that we do not know must not let money through, so it counts as closed.</summary>
    internal static PeriodStatus StatusOf(string code) => code switch
    {
        "O" => PeriodStatus.Open,
        "F" => PeriodStatus.Future,
        "P" => PeriodStatus.PermanentlyClosed,
        "N" => PeriodStatus.NeverOpened,
        _ => PeriodStatus.Closed,
    };
}
