using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>Where an entry goes: its day and period, and the period that it belongs to by its own date.</summary>
internal sealed record PeriodSlot(DateOnly Date, string Period, string OriginalPeriod);

/// <summary>
/// The period rule: an entry goes into its own period while that is open; else into the first open one after it, on that
/// period's first day; without such a period it waits.
/// </summary>
internal static class PeriodRule
{
    public static PeriodSlot? Choose(LedgerCalendar? calendar, DateOnly date, DateOnly? closedThrough)
    {
        if (calendar is null || calendar.Containing(date) is not { } own)
        {
            return null;
        }

        if (own.TakesPostings(closedThrough))
        {
            return new PeriodSlot(date, own.Name, own.Name);
        }

        return calendar.FirstOpenAfter(own.EndDate, closedThrough) is { } next ? new PeriodSlot(next.StartDate, next.Name, own.Name) : null;
    }

    /// <summary>What to wait for where <see cref="Choose"/> finds no slot.</summary>
    public static (MissingRow Missing, Reason Reason) Wait(LedgerCalendar? calendar, string ledger, DateOnly date, DateOnly? closedThrough)
    {
        if (calendar.Containing(date) is null)
        {
            return (new MissingRow(MissingRow.CalendarTable, ledger, date), ReasonCodes.NoCalendar);
        }

        var from = closedThrough is { } closed && closed >= date ? closed.AddDays(1) : date;
        return (new MissingRow(MissingRow.OpenPeriod, ledger, from), ReasonCodes.NoOpenPeriod);
    }
}
