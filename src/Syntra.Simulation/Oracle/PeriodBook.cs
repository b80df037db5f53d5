using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>Section 7 of the rules page: which period takes what, with everything up to a day counted as closed.</summary>
internal sealed class PeriodBook(LedgerCalendar calendar, DateOnly? closedThrough)
{
    /// <summary>The ordinary period that contains a day.</summary>
    public FiscalPeriod? Own(DateOnly date) => calendar.Periods.FirstOrDefault(p => !p.Adjustment && p.StartDate <= date && date <= p.EndDate);

    public bool Takes(string period) => calendar.Periods.Any(p => p.Name == period && Takes(p));

    /// <summary>Where an entry of a day goes; null where it finds no period.</summary>
    public (DateOnly Date, string Period)? For(DateOnly date)
    {
        if (Own(date) is not { } own)
        {
            return null;
        }

        if (Takes(own))
        {
            return (date, own.Name);
        }

        var next = calendar.Periods.Where(p => p.StartDate > own.EndDate && Takes(p)).OrderBy(p => p.StartDate).FirstOrDefault();
        return next is null ? null : (next.StartDate, next.Name);
    }

    /// <summary>The last day up to which periods count as closed after a refusal for EP01, where no calendar is known too.</summary>
    public static DateOnly? AfterRefusal(Entry refused, DateOnly? closedThrough, LedgerCalendar? calendar)
    {
        if (calendar is null)
        {
            return refused.Lines.Min(l => l.Date);
        }

        var book = new PeriodBook(calendar, closedThrough);
        return refused.Lines.All(l => book.Takes(l.Period)) ? refused.Lines.Min(l => book.Own(l.Date)!.EndDate) : closedThrough;
    }

    private bool Takes(FiscalPeriod period) => !period.Adjustment && period.Status == PeriodStatus.Open && !(period.EndDate <= closedThrough);
}
