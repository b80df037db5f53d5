using Syntra.Contracts;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting;

/// <summary>Reads Fusion's rejection codes.</summary>
internal static class Rejections
{
    /// <summary>The period of a line is not open: cured here, by sending the lines into the next open one.</summary>
    private const string PeriodNotOpen = "EP01";

    /// <summary>Whether the closed period is all that Fusion had against the instruction.</summary>
    public static bool IsPeriodClosed(string? codes) => Split(codes) is { Length: > 0 } all && all.All(c => c == PeriodNotOpen);

    /// <summary>The first code that needs a cure from people; null where Fusion gave none.</summary>
    public static string? FirstOther(string? codes) => Split(codes).FirstOrDefault(c => c != PeriodNotOpen);

    /// <summary>
    /// Up to which day periods count as closed after a refusal. Fusion does not say which line's period it was: where our calendar
    /// already shows one closed, it alone will do; else the earliest, since periods close in order.
    /// </summary>
    public static DateOnly? ClosedThrough(PostedCharge charge, IReferenceData reference)
    {
        var calendar = reference.Calendar(charge.Pending!.Ledger);
        var periods = charge.Pending.Lines.Select(l => (l.AccountingDate, Period: calendar.Containing(l.AccountingDate))).ToList();
        if (periods.Any(p => p.Period is not null && !p.Period.TakesPostings(charge.ClosedThrough)))
        {
            return charge.ClosedThrough;
        }

        return periods.Min(p => p.Period?.EndDate ?? p.AccountingDate);
    }

    private static string[] Split(string? codes) =>
        codes?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
