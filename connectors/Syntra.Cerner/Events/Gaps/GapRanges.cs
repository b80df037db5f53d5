using Syntra.Contracts;

namespace Syntra.Cerner.Events.Gaps;

/// <summary>Arithmetic on the open ranges of numbers.</summary>
internal static class GapRanges
{
    internal static bool Covers(this IReadOnlyList<OpenGap> gaps, long generation, long number) =>
        gaps.Any(g => g.Reason == BackfillReason.Gap && g.Generation == generation && g.From <= number && number <= g.Until);

    /// <summary>Takes numbers out of the open ranges, which may shrink, split or close. Where there are too many to split one, it stays whole.</summary>
    internal static IReadOnlyList<OpenGap> Without(this IReadOnlyList<OpenGap> gaps, long generation, long from, long until, int most)
    {
        if (!gaps.Any(g => Overlaps(g, generation, from, until)))
        {
            return gaps;
        }

        var rest = new List<OpenGap>(gaps.Count + 1);
        foreach (var gap in gaps)
        {
            var splits = gap.From < from && until < gap.Until;
            if (!Overlaps(gap, generation, from, until) || (splits && gaps.Count >= most))
            {
                rest.Add(gap);
                continue;
            }

            if (gap.From < from)
            {
                rest.Add(gap with { Until = from - 1 });
            }

            if (until < gap.Until)
            {
                rest.Add(gap with { From = until + 1 });
            }
        }

        return rest;
    }

    /// <summary>Adds a gap; where there are too many, joins the two ranges that lie nearest.</summary>
    internal static IReadOnlyList<OpenGap> With(this IReadOnlyList<OpenGap> gaps, OpenGap gap, int most)
    {
        List<OpenGap> all = [.. gaps, gap];
        while (all.Count > most && NearestPair(all) is var (left, right))
        {
            var joined = all[left] with
            {
                Until = Math.Max(all[left].Until!.Value, all[right].Until!.Value), UntilTime = Later(all[left].UntilTime, all[right].UntilTime),
                // What it newly covers has not been asked for.
                RequestedAt = null,
            };
            all[left] = joined;
            all.RemoveAt(right);
        }

        return all;
    }

    internal static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;

    internal static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a > b ? a : b;

    private static bool Overlaps(OpenGap gap, long generation, long from, long until) =>
        gap.Reason == BackfillReason.Gap && gap.Generation == generation && gap.From <= until && from <= gap.Until;

    private static (int Left, int Right)? NearestPair(List<OpenGap> gaps)
    {
        var ordered = gaps.Index().Where(g => g.Item.Reason == BackfillReason.Gap).OrderBy(g => g.Item.Generation).ThenBy(g => g.Item.From).ToList();
        var pairs = ordered.Zip(ordered.Skip(1)).Where(p => p.First.Item.Generation == p.Second.Item.Generation).ToList();
        if (pairs.Count == 0)
        {
            return null;
        }

        var nearest = pairs.MinBy(p => p.Second.Item.From - p.First.Item.Until);
        return (nearest.First.Index, nearest.Second.Index);
    }
}
