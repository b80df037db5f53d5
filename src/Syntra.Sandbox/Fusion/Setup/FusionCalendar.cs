using System.Globalization;

namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>One accounting period of a calendar.</summary>
/// <param name="Name">Period name as the calendar spells it, e.g. "Dec-25".</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day, inclusive.</param>
/// <param name="Year">Fiscal year.</param>
/// <param name="Number">Number within the fiscal year; adjustment periods count too.</param>
/// <param name="Status">Closing status for General Ledger at set-up.</param>
/// <param name="Adjustment">Adjustment periods overlap normal ones and are only used where a line names them.</param>
public sealed record FusionPeriod(
    string Name, DateOnly Start, DateOnly End, int Year, int Number, FusionPeriodStatus Status = FusionPeriodStatus.Open, bool Adjustment = false);

/// <summary>An accounting calendar: periods in order.</summary>
/// <param name="Name">Calendar name that ledgers refer to.</param>
/// <param name="Periods">Its periods.</param>
public sealed record FusionCalendar(string Name, IReadOnlyList<FusionPeriod> Periods)
{
    /// <summary>A calendar of calendar months named "MMM-yy" that covers both dates, fiscal year = calendar year.</summary>
    public static FusionCalendar Monthly(string name, DateOnly from, DateOnly to, FusionPeriodStatus status = FusionPeriodStatus.Open)
    {
        var periods = new List<FusionPeriod>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
        {
            periods.Add(new(month.ToString("MMM-yy", CultureInfo.InvariantCulture), month, month.AddMonths(1).AddDays(-1), month.Year, month.Month, status));
        }

        return new(name, periods);
    }
}
