using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>What leaves, given what stands and what should: sections 6 to 8 of the rules page.</summary>
internal abstract record Leaving
{
    public sealed record Nothing : Leaving;

    public sealed record Waits(string? FirstCalendar = null) : Leaving;

    public sealed record Sends(Entry Entry, bool Continues, bool Held, IReadOnlyDictionary<string, string> Rule) : Leaving;

    public static Leaving Of(Entry? stands, Wanted? wanted, DateOnly decisionDay, DateOnly? closedThrough, ReferenceView view)
    {
        if (stands is null && wanted is null)
        {
            return new Nothing();
        }

        var leavesLedger = stands is not null && (wanted is null || wanted.Ledger != stands.Ledger);
        var ledger = leavesLedger ? stands!.Ledger : wanted!.Ledger;
        var calendar = view.Calendars.GetValueOrDefault(ledger);
        if (stands is not null && !leavesLedger && IsEqual(stands, wanted!, calendar))
        {
            return new Nothing();
        }

        if (calendar is null)
        {
            return new Waits(ledger);
        }

        var lines = new List<Line>();
        var closed = false;
        foreach (var line in stands?.Lines ?? [])
        {
            if (Slot(calendar, line.Date, closedThrough) is not { } slot)
            {
                return new Waits();
            }

            closed |= slot.Period != line.Period;
            lines.Add(line with { Role = "REVERSE-" + line.Role, Amount = -line.Amount, Date = slot.Date, Period = slot.Period });
        }

        if (!leavesLedger)
        {
            if (Slot(calendar, wanted!.Date, closedThrough) is not { } slot)
            {
                return new Waits();
            }

            closed |= slot.Period != slot.Own;
            lines.AddRange(wanted.Lines.Select(l => new Line(l.Role, l.Account, l.Amount, slot.Date, slot.Period, slot.Own)));
        }

        if (view.Row("rule", ledger + "/charge", decisionDay) is not { } rule)
        {
            return new Waits();
        }

        var entry = new Entry(ledger, leavesLedger ? stands!.Facility : wanted!.Facility, $"{rule["rule_id"]}/{rule["version"]}", lines);
        return new Sends(entry, leavesLedger && wanted is not null, IsHeld(rule, stands, lines, closed), rule);
    }

    /// <summary>The last day up to which periods count as closed after a refusal for EP01 (section 7).</summary>
    public static DateOnly? ClosedAfterRefusal(Entry refused, DateOnly? closedThrough, LedgerCalendar? calendar)
    {
        var periods = refused.Lines.Select(l => (l.Date, Period: Own(calendar, l.Date))).ToList();
        return periods.Exists(p => p.Period is not null && !Takes(p.Period, closedThrough)) ? closedThrough : periods.Min(p => p.Period?.EndDate ?? p.Date);
    }

    private static bool IsEqual(Entry stands, Wanted wanted, LedgerCalendar? calendar) =>
        stands.Facility == wanted.Facility && Own(calendar, wanted.Date) is { } own
        && stands.Lines.Select(l => (l.Role, l.Account, l.Amount, l.OriginalPeriod)).SequenceEqual(wanted.Lines.Select(l => (l.Role, l.Account, l.Amount, own.Name)));

    private static (DateOnly Date, string Period, string Own)? Slot(LedgerCalendar calendar, DateOnly date, DateOnly? closedThrough)
    {
        if (Own(calendar, date) is not { } own)
        {
            return null;
        }

        if (Takes(own, closedThrough))
        {
            return (date, own.Name, own.Name);
        }

        var next = calendar.Periods.Where(p => p.StartDate > own.EndDate && Takes(p, closedThrough)).OrderBy(p => p.StartDate).FirstOrDefault();
        return next is null ? null : (next.StartDate, next.Name, own.Name);
    }

    private static FiscalPeriod? Own(LedgerCalendar? calendar, DateOnly date) =>
        calendar?.Periods.FirstOrDefault(p => !p.Adjustment && p.StartDate <= date && date <= p.EndDate);

    private static bool Takes(FiscalPeriod period, DateOnly? closedThrough) =>
        !period.Adjustment && period.Status == PeriodStatus.Open && !(period.EndDate <= closedThrough);

    private static bool IsHeld(IReadOnlyDictionary<string, string> rule, Entry? stands, IReadOnlyList<Line> lines, bool closed)
    {
        var column = (stands is null, closed) switch
        {
            (true, false) => null,
            (true, true) => "late_charge",
            (false, false) => "open_correction",
            (false, true) => "closed_correction",
        };
        var mode = column is null ? "POST" : rule[column];
        if (mode != "HOLD_ABOVE")
        {
            return mode == "HOLD";
        }

        var effect = lines.GroupBy(l => (l.Account, l.OriginalPeriod)).Max(g => Math.Abs(g.Sum(l => l.Amount)));
        var receivable = Math.Abs(stands?.Lines.First(l => l.Role == "RECEIVABLE").Amount ?? effect);
        var above = new List<bool>();
        if (rule["hold_amount"] != "NONE")
        {
            above.Add(effect > decimal.Parse(rule["hold_amount"], CultureInfo.InvariantCulture));
        }

        if (rule["hold_percent"] != "NONE")
        {
            above.Add(effect * 100 > decimal.Parse(rule["hold_percent"], CultureInfo.InvariantCulture) * receivable);
        }

        return rule["hold_when"] == "ANY" ? above.Contains(true) : !above.Contains(false);
    }
}
