using Syntra.Contracts;

namespace Syntra.Topology.Reference;

/// <summary>Reads a ledger's calendar. Adjustment periods overlap ordinary ones and never take a charge.</summary>
internal static class Periods
{
    /// <summary>The ordinary period that contains a day.</summary>
    public static FiscalPeriod? Containing(this LedgerCalendar? calendar, DateOnly day)
    {
        var periods = calendar?.Periods ?? [];
        for (var i = 0; i < periods.Count; i++)
        {
            if (periods[i] is { Adjustment: false } period && period.StartDate <= day && day <= period.EndDate)
            {
                return period;
            }
        }

        return null;
    }

    /// <summary>The first open ordinary period that starts after a day.</summary>
    public static FiscalPeriod? FirstOpenAfter(this LedgerCalendar calendar, DateOnly day, DateOnly? closedThrough) =>
        calendar.Periods.Where(p => p.StartDate > day && p.TakesPostings(closedThrough)).MinBy(p => p.StartDate);

    /// <summary>Whether a period is open, unless Fusion has already refused one that ends no earlier.</summary>
    public static bool TakesPostings(this FiscalPeriod period, DateOnly? closedThrough) =>
        !period.Adjustment && period.Status == PeriodStatus.Open && (closedThrough is not { } closed || period.EndDate > closed);
}
