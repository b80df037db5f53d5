using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Posting.Review;

/// <summary>
/// Says beforehand what a decision about an open item would come to, by the same evaluation and the same hash that the streams ask when
/// it arrives. Pure, and as current as the data that it is given: what changes afterwards changes the answer.
/// </summary>
/// <param name="tenant">The tenant.</param>
/// <param name="reference">Workbook and calendars as the streams have them.</param>
/// <param name="encounters">State of an encounter by its token; null where nothing is exceptional.</param>
/// <param name="tokens">Tokens of the source's ids.</param>
public sealed class ReviewForecast(string tenant, IReferenceData reference, Func<string, EncounterState?> encounters, ISourceTokens tokens)
{
    private readonly ChargeEvaluation _evaluation = new(tenant, reference, new States(encounters), tokens);
    private readonly ReviewItems _items = new(tenant);

    /// <summary>The forecast of a held charge; null where it holds no open item.</summary>
    /// <param name="charge">Its row of the watermark table.</param>
    public ItemForecast? Of(PostedCharge charge)
    {
        if (charge is not { Status: ChargeStatus.Held, Review: { } item, Current: { } version })
        {
            return null;
        }

        var evaluation = _evaluation.Of(charge, version);
        var moved = evaluation.Encounter.Facts != charge.EncounterFacts;
        return evaluation.Outcome switch
        {
            Outcome.Leaves { IsHeld: true } held => _items.HashOf(charge, held) == item.FactsHash
                ? new ItemForecast(ForecastCourse.AsShown, [])
                : new ItemForecast(ForecastCourse.HeldAnew, Changes(item, held, moved), held.Rule.Reference),
            Outcome.Leaves leaves => new ItemForecast(ForecastCourse.Posted, Changes(item, leaves, moved), leaves.Rule.Reference),
            Outcome.Waits waits => new ItemForecast(ForecastCourse.Parked, [Of(waits.Missing, moved)], waits.Missing.ToString()),
            Outcome.Refused refused => new ItemForecast(ForecastCourse.Refused, [moved ? ChangedFact.Encounter : ChangedFact.Account], refused.Reason.Code),
            _ => new ItemForecast(ForecastCourse.NothingDue, [moved ? ChangedFact.Encounter : ChangedFact.Account]),
        };
    }

    private static ChangedFact Of(MissingRow missing, bool moved) => missing.Table switch
    {
        CrosswalkTables.Rule => ChangedFact.Rule,
        MissingRow.CalendarTable or MissingRow.OpenPeriod => ChangedFact.Period,
        CrosswalkTables.Ledger or CrosswalkTables.Facility => ChangedFact.Ledger,
        _ => moved ? ChangedFact.Encounter : ChangedFact.Account,
    };

    // The hash covers more than an item shows; what no field of the item tells is the rows of ledger and facility.
    private static IReadOnlyList<ChangedFact> Changes(ReviewItem item, Outcome.Leaves leaves, bool moved)
    {
        var (instruction, rule) = (leaves.Instruction, leaves.Rule);
        var changes = new List<ChangedFact>();
        void Add(ChangedFact fact, bool changed)
        {
            if (changed)
            {
                changes.Add(fact);
            }
        }

        Add(ChangedFact.Encounter, moved);
        Add(ChangedFact.Rule, item.Rule != rule.Reference);
        Add(ChangedFact.Deciders, item.TwoPersons != rule.TwoPersons || !item.ApproverRoles.SequenceEqual(rule.ApproverRoles, StringComparer.Ordinal));
        Add(ChangedFact.Period, !item.After.Select(When).SequenceEqual(instruction.Lines.Select(When)));
        Add(ChangedFact.Account, !item.After.Select(What).SequenceEqual(instruction.Lines.Select(What)));
        Add(ChangedFact.Ledger, changes.Count == 0 || item.Ledger != instruction.Ledger || item.Facility != instruction.Facility || item.Currency != instruction.Currency);
        return changes;
    }

    private static (string Period, string Original, DateOnly Date) When(JournalLine line) => (line.Period, line.OriginalPeriod, line.AccountingDate);

    private static (string Role, string Account, decimal? Debit, decimal? Credit) What(JournalLine line) =>
        (line.Role, string.Join('|', line.Segments), line.Debit, line.Credit);

    private sealed class States(Func<string, EncounterState?> find) : IEncounterStates
    {
        public EncounterState? Find(string encounter) => find(encounter);
    }
}
