using System.Text.RegularExpressions;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Runs;

namespace Syntra.Simulation.Checks;

/// <summary>What a partition took in that concerns one charge: the first thing to read in a failing history.</summary>
internal static partial class Story
{
    private const int Most = 24;

    /// <summary>The facts of the charge that a finding names; none where it names none.</summary>
    public static IEnumerable<string> Of(World world, string finding)
    {
        if (Record().Match(finding) is not { Success: true } match)
        {
            return [];
        }

        var record = match.Groups["id"].Value;
        var facts = world.Streams.Partitions[world.Broker.PartitionOf(record)].Facts;
        return facts.Select(f => Line(f, record)).OfType<string>().Take(Most);
    }

    private static string? Line(Fact fact, string record) => fact switch
    {
        ChargeFact charge when charge.Version.Id == record => FormattableString.Invariant(
            $"took in version {charge.Version.Version}: {Text(charge)} ({Periods(fact)})"),
        AnswerFact answer when answer.Record == record => $"took in {(answer.Accepted ? "accepted" : answer.Code)} for {answer.Key[..8]} ({Periods(fact)})",
        DecisionFact { Decision: var decision } when decision.RecordId == record =>
            $"took in {decision.Decision} of {decision.ItemId} by {decision.Who} as {decision.Role}",
        EncounterFact { State: var state } => FormattableString.Invariant(
            $"heard of {state.Encounter}: cancelled {state.Cancelled}, combined into {state.CombinedInto}, facility {state.OrganizationId}"),
        _ => null,
    };

    private static string Text(ChargeFact fact) => fact.Version is { Deleted: true }
        ? fact.Purge ? "purged" : "deleted"
        : FormattableString.Invariant(
            $"{fact.Version.Amount} flag {fact.Version.Flag} active {fact.Version.Active} encounter {fact.Version.Encounter} (found {fact.Version.EncounterFound}) at {fact.Version.Organization}, {fact.Version.Department}, {fact.Version.Code}, service {fact.Version.ServiceAt:yyyy-MM-dd HH:mm}");

    // By ledger: a dictionary's own order differs from process to process, and a replayed history must read the same.
    private static string Periods(Fact fact) => string.Join(
        "; ",
        fact.Reference.Calendars.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Join(' ', c.Value.Periods.Where(p => p.Status == Contracts.PeriodStatus.Open).Select(p => p.Name))));

    [GeneratedRegex("record (?<id>c[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Record();
}
