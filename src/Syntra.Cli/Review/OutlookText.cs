using System.Globalization;
using System.Text.Json;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Review;

/// <summary>What a decision would come to, in words: a few for the list, sentences for one item.</summary>
internal static class OutlookText
{
    private const string Reissue = "decide all the same: the decision is recorded as LAPSED, moves nothing and issues the item anew; look at the new one with 'syntra review show' and decide about that";

    /// <summary>For a column of the list.</summary>
    internal static string Short(ItemOutlook? outlook) => outlook switch
    {
        null => "",
        { Lapses: true, Course: ForecastCourse.Posted } => $"lapses and posts: {Facts(outlook)}",
        { Lapses: true } => $"lapses: {Facts(outlook)}",
        { TooFew: true } => "too few approvers",
        _ => "counts",
    };

    /// <summary>The lines for one item.</summary>
    internal static IEnumerable<string> Long(ItemOutlook? outlook)
    {
        if (outlook is null)
        {
            yield break;
        }
        yield return outlook.Lapses ? $"decided now it would LAPSE: {string.Join("; ", outlook.Changed.Select(Sentence))}" : "decided now it would count: the facts are as shown";
        if (outlook.Lapses && Course(outlook) is { } course)
        {
            yield return "  " + course;
        }
        string asOf = outlook.CalendarAsOf is { } at ? string.Create(CultureInfo.InvariantCulture, $"; periods as Fusion had them at {at:yyyy-MM-dd HH:mm:ss}Z") : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"  {outlook.Needed} more to approve; who can: {Names(outlook.MayDecide)}{(outlook.NoLonger.Count > 0 ? $"; not today: {Names(outlook.NoLonger)}" : "")}{asOf}");
        yield return $"  what to do: {outlook.Advice}";
    }

    /// <summary>What to do about it.</summary>
    internal static string Advice(ItemOutlook outlook) => outlook switch
    {
        { Lapses: true } when outlook.Changed.Contains(ChangedFact.Version) => "nothing: the streams end this item by themselves as soon as they work on the newer version; look again with 'syntra review ls'",
        { Course: ForecastCourse.Posted } =>
            "approving and rejecting both let it leave, since nothing holds it any more; where it must not leave, publish a rule that holds it, or close the period in Fusion, before anybody decides",
        { Course: ForecastCourse.Parked } => $"publish what is missing first ({outlook.Detail}), else the version parks",
        { Course: ForecastCourse.Refused } => $"correct the cause first ({outlook.Detail}), else the version becomes a dead letter",
        { Course: ForecastCourse.NothingDue } => "decide, either way: nothing is due any more, and the item ends",
        { Lapses: true, TooFew: true } => $"{People(outlook)}; then {Reissue}",
        { Lapses: true } => Reissue,
        { TooFew: true } => People(outlook),
        _ => "approve or reject",
    };

    private static string? Course(ItemOutlook outlook) => outlook.Course switch
    {
        ForecastCourse.HeldAnew when outlook.Detail is { } rule => $"it would be held again with a new item, by rule {rule}",
        ForecastCourse.Posted => $"it would LEAVE for Fusion without anybody's approval, as rule {outlook.Detail} says now",
        ForecastCourse.Parked => $"it would wait for {outlook.Detail}",
        ForecastCourse.Refused => $"it would become a dead letter ({outlook.Detail})",
        ForecastCourse.NothingDue => "nothing would leave: what stands is what should stand",
        _ => null,
    };

    private static string People(ItemOutlook outlook) => string.Create(
        CultureInfo.InvariantCulture, $"give {outlook.Needed - outlook.MayDecide.Count} more a row in approvers.csv (syntra review new-key), have finance sign and publish it");

    private static string Sentence(ChangedFact fact) => fact switch
    {
        ChangedFact.Version => "a newer version of the charge was received",
        ChangedFact.Encounter => "its encounter was voided, combined, uncombined or moved",
        ChangedFact.Rule => "another rule is in force, or another version of it",
        ChangedFact.Deciders => "the rule's roles, or how many people it takes, changed",
        ChangedFact.Period => "its lines would go to another period or day",
        ChangedFact.Account => "its accounts or amounts changed in the workbook",
        _ => "the workbook's rows of ledger or facility changed",
    };

    private static string Facts(ItemOutlook outlook) => string.Join(", ", outlook.Changed.Select(f => JsonNamingPolicy.KebabCaseLower.ConvertName(f.ToString())));

    private static string Names(IReadOnlyList<string> people) => people.Count == 0 ? "nobody" : string.Join(", ", people);
}
