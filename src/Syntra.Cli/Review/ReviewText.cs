using System.Globalization;
using System.Text.Json;
using Syntra.Cli.Output;
using Syntra.Contracts;

namespace Syntra.Cli.Review;

/// <summary>Items in words, for a terminal.</summary>
internal static class ReviewText
{
    /// <summary>One line an item, with a heading.</summary>
    /// <param name="items">The items.</param>
    /// <param name="outlooks">What deciding would come to, by item; empty where nobody asked.</param>
    internal static IEnumerable<string> List(IReadOnlyList<ReviewItem> items, IReadOnlyDictionary<string, ItemOutlook> outlooks)
    {
        if (items.Count == 0)
        {
            return ["nothing is held for review"];
        }
        var rows = items.Select(i => (string[])[
            i.ItemId, Word(i.Status), Word(i.Kind), i.Facility, Periods(i), Columns.Amount(i.AmountBefore), Columns.Amount(i.AmountAfter), Columns.Amount(i.Effect), i.Currency, i.Rule, Approvals(i), OutlookText.Short(outlooks.GetValueOrDefault(i.ItemId)), i.RecordId]);
        return Columns.Align([["item", "status", "kind", "facility", "period", "before", "after", "effect", "", "rule", "approved", "decided now", "charge"], .. rows]);
    }

    /// <summary>Everything of one item.</summary>
    internal static IEnumerable<string> Show(ReviewItem item, ItemOutlook? outlook)
    {
        yield return $"item {item.ItemId}: {Word(item.Status)}";
        yield return item.Reason;
        yield return string.Create(CultureInfo.InvariantCulture, $"charge {item.RecordId}, version {item.SourceVersion}, facility {item.Facility}, ledger {item.Ledger}");
        yield return $"receivable {Columns.Amount(item.AmountBefore)} -> {Columns.Amount(item.AmountAfter)} {item.Currency}; effect {Columns.Amount(item.Effect)}; rule {item.Rule}";
        yield return $"who may decide: {string.Join(", ", item.ApproverRoles)}{(item.TwoPersons ? "; two different people" : "")}";
        yield return $"facts {item.FactsHash}";
        foreach (string line in OutlookText.Long(outlook).Concat(Effect(item)))
        {
            yield return line;
        }
        foreach (string line in Lines("stands now", item.Before).Concat(Lines("leaves when approved", item.After)))
        {
            yield return line;
        }
        yield return "where it comes from";
        foreach (string link in item.Chain)
        {
            yield return "  " + link;
        }
        foreach (var decision in item.Decisions)
        {
            yield return Decision(decision, item.ItemId);
        }
    }

    /// <summary>What became of a decision, in a sentence.</summary>
    internal static string Answer(DecisionAnswer answer) => answer.Outcome switch
    {
        "ACTED" when answer.Item.Status == ReviewStatus.Approved => $"{answer.Item.ItemId}: approved; the lines leave for Fusion exactly as shown",
        "ACTED" => $"{answer.Item.ItemId}: rejected; what stands stays, and the version is a dead letter (review-rejected)",
        "COUNTED" => $"{answer.Item.ItemId}: counted; a second person has to approve before anything leaves",
        "REPEATED_PERSON" => $"{answer.Item.ItemId}: the same person has approved before; somebody else has to",
        "ROLE_REFUSED" => $"{answer.Item.ItemId}: the role may not decide here; {string.Join(", ", answer.Item.ApproverRoles)} may",
        "SIGNATURE_REFUSED" => $"{answer.Item.ItemId}: the signature is not that of the person whom the workbook in force has under this name; check --key, and that the workbook with the key is published",
        "LAPSED" => $"{answer.Item.ItemId}: the facts have changed since; look at it again: syntra review show '{answer.Item.RecordId}'",
        "PASSED_OVER" => $"{answer.Item.ItemId}: the item had ended before the decision came ({Word(answer.Item.Status)})",
        _ => $"{answer.Item.ItemId}: nothing was written, the item is {Word(answer.Item.Status)} already{LastWord(answer.Item)}",
    };

    private static string LastWord(ReviewItem item) => item.Decisions.LastOrDefault(d => d.Outcome == DecisionOutcome.Acted) is { } last
        ? string.Create(CultureInfo.InvariantCulture, $" (by {last.Who} as {last.Role} at {last.At:yyyy-MM-dd HH:mm:ss}Z)") : "";

    // A closed period shows that it does not move.
    private static IEnumerable<string> Effect(ReviewItem item)
    {
        var rows = item.Before.Select(l => (Line: l, Stands: Net(l), Change: 0m)).Concat(item.After.Select(l => (Line: l, Stands: 0m, Change: Net(l))))
            .GroupBy(r => (Account: string.Join('-', r.Line.Segments), r.Line.Period))
            .OrderBy(g => g.Key.Account, StringComparer.Ordinal)
            .Select(g => (g.Key.Account, g.Key.Period, Stands: g.Sum(r => r.Stands), Change: g.Sum(r => r.Change)))
            .Select(r => (string[])["  " + r.Account, r.Period, Columns.Amount(r.Stands), Columns.Amount(r.Stands + r.Change), Columns.Amount(r.Change)]);
        yield return "what this charge has in the ledger by account and period, debits less credits";
        foreach (string line in Columns.Align([["  account", "period", "stands", "would stand", "change"], .. rows]))
        {
            yield return line;
        }
    }

    private static decimal Net(JournalLine line) => (line.Debit ?? 0m) - (line.Credit ?? 0m);

    private static IEnumerable<string> Lines(string title, IReadOnlyList<JournalLine> lines)
    {
        yield return title;
        if (lines.Count == 0)
        {
            yield return "  nothing";
            yield break;
        }
        var rows = lines.Select(l => (string[])[
            "  " + l.Role, string.Join('-', l.Segments), l.Period, l.OriginalPeriod, l.AccountingDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Columns.Amount(l.Debit), Columns.Amount(l.Credit)]);
        foreach (string line in Columns.Align([["  role", "account", "period", "original", "date", "debit", "credit"], .. rows]))
        {
            yield return line;
        }
    }

    private static string Decision(RecordedDecision decision, string item) => string.Create(
        CultureInfo.InvariantCulture,
        $"{decision.At:yyyy-MM-dd HH:mm:ss}Z  {Word(decision.Decision)} by {decision.Who} as {decision.Role}: {Word(decision.Outcome)}{(decision.ItemId == item ? "" : $" (of the earlier item {decision.ItemId})")}");

    private static string Approvals(ReviewItem item)
    {
        int counted = item.Decisions.Count(d => d.ItemId == item.ItemId && d.Decision == DecisionKind.Approve && d.Outcome is DecisionOutcome.Counted or DecisionOutcome.Acted);
        return string.Create(CultureInfo.InvariantCulture, $"{counted} of {(item.TwoPersons ? 2 : 1)}");
    }

    private static string Periods(ReviewItem item) => string.Join('+', item.After.Select(l => l.OriginalPeriod).Distinct());

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
