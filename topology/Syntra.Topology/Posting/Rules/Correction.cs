using Syntra.Contracts;
using Syntra.Topology.Mapping;

namespace Syntra.Topology.Posting.Rules;

/// <summary>What an instruction does to the books, in the terms that rules are written in.</summary>
/// <param name="Kind">Which column of the rule is asked.</param>
/// <param name="Effect">Largest change of one account in one original period; never negative.</param>
/// <param name="Standing">Absolute receivable that stands; null where nothing does.</param>
internal sealed record Correction(CorrectionKind Kind, decimal Effect, decimal? Standing)
{
    private const decimal Whole = 100m;

    public static Correction Of(JournalInstruction? standing, JournalInstruction leaving) => new(
        KindOf(standing, leaving.Lines), LargestChange(leaving.Lines), standing is null ? null : Math.Abs(Effects.Receivable(standing)));

    /// <summary>Whether a rule leaves it to a person.</summary>
    public bool IsHeldBy(CorrectionRule rule) => rule.ModeOf(Kind) switch
    {
        HoldMode.Post => false,
        HoldMode.HoldAbove => IsAbove(rule),
        _ => true,
    };

    private bool IsAbove(CorrectionRule rule)
    {
        var amount = rule.HoldAmount is { } most ? Effect > most : rule.AllThresholds;
        var percent = rule.HoldPercent is { } share ? Effect * Whole > share * (Standing ?? Effect) : rule.AllThresholds;
        return rule.AllThresholds ? amount && percent : amount || percent;
    }

    // Lines are dated by the period rule: one that stands elsewhere than where it belongs shows that its own period is closed.
    private static CorrectionKind KindOf(JournalInstruction? standing, IReadOnlyList<JournalLine> lines)
    {
        var closed = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var own = LineRoles.IsReversal(lines[i].Role) ? standing!.Lines[i].Period : lines[i].OriginalPeriod;
            closed |= lines[i].Period != own;
        }

        return (standing is null, closed) switch
        {
            (true, false) => CorrectionKind.FirstPosting,
            (true, true) => CorrectionKind.LateCharge,
            (false, false) => CorrectionKind.OpenCorrection,
            (false, true) => CorrectionKind.ClosedCorrection,
        };
    }

    // Reversal lines carry what stands with its sides swapped, so the sum over all lines is the change.
    private static decimal LargestChange(IReadOnlyList<JournalLine> lines)
    {
        var largest = 0m;
        foreach (var line in lines)
        {
            var net = 0m;
            foreach (var other in lines)
            {
                net += IsSame(line, other) ? Effects.Net(other) : 0m;
            }

            largest = Math.Max(largest, Math.Abs(net));
        }

        return largest;
    }

    private static bool IsSame(JournalLine left, JournalLine right) =>
        left.OriginalPeriod == right.OriginalPeriod && left.Segments.SequenceEqual(right.Segments, StringComparer.Ordinal);
}
