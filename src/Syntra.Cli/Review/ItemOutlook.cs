using Syntra.Contracts;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Review;

/// <summary>What an approver should know of an open item before deciding about it.</summary>
/// <param name="Course">What the decision would come to.</param>
/// <param name="Lapses">Whether it would be recorded as LAPSED, or passed over where a newer version ends the item first.</param>
/// <param name="Changed">Which facts are no longer those of the item.</param>
/// <param name="Detail">Missing row, reason code or rule, as the course has it.</param>
/// <param name="Needed">How many more people have to approve.</param>
/// <param name="MayDecide">Who can, by the workbook in force: people with a key and a role that the item takes, who have not approved it yet.</param>
/// <param name="NoLonger">Who had such a role in the workbook, and cannot decide today any more, or not yet.</param>
/// <param name="CalendarAsOf">When Fusion said what the periods are; null where the ledger has no calendar.</param>
internal sealed record ItemOutlook(
    ForecastCourse Course, bool Lapses, IReadOnlyList<ChangedFact> Changed, string? Detail, int Needed, IReadOnlyList<string> MayDecide, IReadOnlyList<string> NoLonger,
    DateTimeOffset? CalendarAsOf)
{
    private const int TwoPersons = 2;

    /// <summary>Whether too few people are left who can decide.</summary>
    public bool TooFew => MayDecide.Count < Needed;

    /// <summary>What to do, in a sentence.</summary>
    public string Advice => OutlookText.Advice(this);

    /// <summary>Of an item and its forecast.</summary>
    /// <param name="item">The open item.</param>
    /// <param name="forecast">Null where the charge no longer holds the item: a newer version or a decision came meanwhile.</param>
    /// <param name="newer">Whether a version was received that is not worked on yet.</param>
    /// <param name="approvers">The table of approvers in force.</param>
    /// <param name="day">Today, UTC.</param>
    /// <param name="calendarAsOf">As above.</param>
    internal static ItemOutlook Of(ReviewItem item, ItemForecast? forecast, bool newer, IReadOnlyList<CrosswalkEntry> approvers, DateOnly day, DateTimeOffset? calendarAsOf)
    {
        var said = item.Decisions.Where(d => d.ItemId == item.ItemId && d.Outcome == DecisionOutcome.Counted).Select(d => Approver.NameOf(d.Who)).ToHashSet(StringComparer.Ordinal);
        var able = Approver.Of(approvers, day).Where(p => p.PublicKey is not null && p.Roles.Any(r => item.ApproverRoles.Contains(r))).Select(p => p.User).ToList();
        bool ended = forecast is null || newer;
        IReadOnlyList<ChangedFact> changed = ended ? [ChangedFact.Version, .. forecast?.Changed ?? []] : forecast!.Changed;
        return new ItemOutlook(
            forecast?.Course ?? ForecastCourse.HeldAnew, ended || forecast!.Lapses, changed, forecast?.Detail, (item.TwoPersons ? TwoPersons : 1) - said.Count,
            [.. able.Where(u => !said.Contains(u))], [.. Approver.EverIn(approvers, item.ApproverRoles).Where(u => !able.Contains(u))], calendarAsOf);
    }
}
