using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>What leaves, given what stands and what should: sections 6 to 8 of the rules page.</summary>
internal abstract record Leaving
{
    public sealed record Nothing : Leaving;

    public sealed record Waits(string? FirstCalendar = null) : Leaving;

    public sealed record Sends(Entry Entry, bool Held, IReadOnlyDictionary<string, string> Rule) : Leaving;

    public static Leaving Of(Entry? stands, Wanted? wanted, DateOnly decisionDay, DateOnly? closedThrough, ReferenceView view)
    {
        if (stands is null && wanted is null)
        {
            return new Nothing();
        }

        var leavesLedger = stands is not null && wanted is not null && wanted.Ledger != stands.Ledger;
        var (ledger, facility) = wanted is null || leavesLedger ? (stands!.Ledger, stands.Facility) : (wanted.Ledger, wanted.Facility);
        var periods = view.Calendars.TryGetValue(ledger, out var calendar) ? new PeriodBook(calendar, closedThrough) : null;
        if (stands is not null && wanted is not null && IsEqual(stands, wanted, periods))
        {
            return new Nothing();
        }

        if (periods is null)
        {
            return new Waits(ledger);
        }

        var posted = leavesLedger ? null : wanted;
        if (Lines(stands, posted, periods) is not { } lines || view.Row("rule", ledger + "/charge", decisionDay) is not { } rule)
        {
            return new Waits();
        }

        var kind = KindOf(stands, posted, periods);
        var entry = new Entry(ledger, facility, $"{rule["rule_id"]}/{rule["version"]}", lines) { Kind = kind, LeavesLedger = leavesLedger };
        return new Sends(entry, IsHeld(rule, kind, stands, lines), rule);
    }

    private static bool IsEqual(Entry stands, Wanted wanted, PeriodBook? periods) =>
        stands.Ledger == wanted.Ledger && stands.Facility == wanted.Facility && periods?.Own(wanted.Date) is { } own
        && stands.Lines.Select(l => (l.Role, l.Account, l.Amount, l.OriginalPeriod)).SequenceEqual(wanted.Lines.Select(l => (l.Role, l.Account, l.Amount, own.Name)));

    /// <summary>What stands, mirrored, and the new lines, each in its period; null where one of them finds none.</summary>
    private static List<Line>? Lines(Entry? stands, Wanted? wanted, PeriodBook periods)
    {
        var lines = new List<Line>();
        foreach (var line in stands?.Lines ?? [])
        {
            if (periods.For(line.Date) is not { } slot)
            {
                return null;
            }

            lines.Add(line with { Role = "REVERSE-" + line.Role, Amount = -line.Amount, Date = slot.Date, Period = slot.Period });
        }

        if (wanted is null)
        {
            return lines;
        }

        if (periods.For(wanted.Date) is not { } place)
        {
            return null;
        }

        var own = periods.Own(wanted.Date)!.Name;
        lines.AddRange(wanted.Lines.Select(l => new Line(l.Role, l.Account, l.Amount, place.Date, place.Period, own)));
        return lines;
    }

    private static CorrectionKind KindOf(Entry? stands, Wanted? wanted, PeriodBook periods)
    {
        var isOpen = (stands?.Lines ?? []).All(l => periods.Takes(l.Period)) && (wanted is null || periods.Takes(periods.Own(wanted.Date)!.Name));
        return stands is null
            ? isOpen ? CorrectionKind.FirstPosting : CorrectionKind.LateCharge
            : isOpen ? CorrectionKind.OpenCorrection : CorrectionKind.ClosedCorrection;
    }

    private static bool IsHeld(IReadOnlyDictionary<string, string> rule, CorrectionKind kind, Entry? stands, List<Line> lines)
    {
        var mode = kind switch
        {
            CorrectionKind.LateCharge => rule["late_charge"],
            CorrectionKind.OpenCorrection => rule["open_correction"],
            CorrectionKind.ClosedCorrection => rule["closed_correction"],
            _ => "POST",
        };
        return mode == "HOLD" || (mode == "HOLD_ABOVE" && IsAbove(rule, stands, lines));
    }

    private static bool IsAbove(IReadOnlyDictionary<string, string> rule, Entry? stands, List<Line> lines)
    {
        // Reversals are what stands with its sign turned, so the sum of what leaves is the change.
        var effect = lines.GroupBy(l => (l.Account, l.OriginalPeriod)).Max(g => Math.Abs(g.Sum(l => l.Amount)));
        var percent = stands is null ? 100 : effect * 100 / Math.Abs(stands.Lines.First(l => l.Role == "RECEIVABLE").Amount);
        var above = new List<bool>();
        foreach (var (column, value) in new[] { ("hold_amount", effect), ("hold_percent", percent) })
        {
            if (rule[column] != "NONE")
            {
                above.Add(value > decimal.Parse(rule[column], CultureInfo.InvariantCulture));
            }
        }

        return rule["hold_when"] == "ANY" ? above.Contains(true) : !above.Contains(false);
    }
}
