using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>What leaves, given what stands and what should: sections 6 to 8 of the rules page.</summary>
internal static class Leaving
{
    public static Judgement Of(Entry? stands, Judgement.Due due, DateOnly decisionDay, DateOnly? closedThrough, ReferenceView view)
    {
        var wanted = due.Wanted;
        if (stands is null && wanted is null)
        {
            return new Judgement.Nothing(due.IsMoney);
        }

        var leavesLedger = stands is not null && wanted is not null && wanted.Ledger != stands.Ledger;
        var (ledger, facility) = wanted is null || leavesLedger ? (stands!.Ledger, stands.Facility) : (wanted.Ledger, wanted.Facility);
        if (!view.Calendars.TryGetValue(ledger, out var calendar))
        {
            return new Judgement.WaitsForReference(ledger);
        }

        var periods = new PeriodBook(calendar, closedThrough);
        if (stands is not null && wanted is not null && IsEqual(stands, wanted, periods))
        {
            return new Judgement.Nothing(due.IsMoney);
        }

        var posted = leavesLedger ? null : wanted;
        if (Lines(stands, posted, periods) is not { } lines || view.Row("rule", ledger + "/charge", decisionDay) is not { } rule)
        {
            return new Judgement.WaitsForReference();
        }

        var kind = KindOf(stands, posted, periods);
        var entry = new Entry(ledger, facility, $"{rule["rule_id"]}/{rule["version"]}", lines) { Kind = kind, LeavesLedger = leavesLedger };
        return new Judgement.Sends(entry, IsHeld(rule, kind, stands, lines), rule);
    }

    private static bool IsEqual(Entry stands, Wanted wanted, PeriodBook periods) =>
        stands.Ledger == wanted.Ledger && stands.Facility == wanted.Facility && periods.Own(wanted.Date) is { } own
        && stands.Lines.Select(l => (l.Role, l.Account, l.Amount, l.OriginalPeriod)).SequenceEqual(wanted.Lines.Select(l => (l.Role, l.Account, l.Amount, own.Name)));

    /// <summary>What stands, mirrored, and the new lines, each in its period; null where one of them finds none.</summary>
    private static List<Line>? Lines(Entry? stands, Wanted? wanted, PeriodBook periods)
    {
        var own = wanted is null ? null : periods.Own(wanted.Date)?.Name;
        var mirrored = (stands?.Lines ?? []).Select(l => l with { Role = "REVERSE-" + l.Role, Amount = -l.Amount });
        var fresh = (wanted?.Lines ?? []).Select(l => new Line(l.Role, l.Account, l.Amount, wanted!.Date, "", own ?? ""));
        var lines = new List<Line>();
        foreach (var line in mirrored.Concat(fresh))
        {
            if (periods.For(line.Date) is not { } slot)
            {
                return null;
            }

            lines.Add(line with { Date = slot.Date, Period = slot.Period });
        }

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
        var above = new[] { (rule["hold_amount"], effect), (rule["hold_percent"], percent) }
            .Where(t => t.Item1 != "NONE").Select(t => t.Item2 > decimal.Parse(t.Item1, CultureInfo.InvariantCulture)).ToList();
        return rule["hold_when"] == "ANY" ? above.Contains(true) : !above.Contains(false);
    }
}
