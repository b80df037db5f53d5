using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;

namespace Syntra.Simulation.Tests;

public sealed class HistoryTests(TwoThousandHistories histories) : IClassFixture<TwoThousandHistories>
{
    private const int Rare = 10;
    private const int Usual = 200;

    // What needs several things to come together, so that chance brings it seldom.
    private static readonly HashSet<string> Seldom = new(StringComparer.Ordinal)
    {
        Forms.CorrectionOfRejected, Forms.CreditBeforeItWentOut, Forms.Approved, Forms.ApprovedByTwo, Forms.RejectedByReviewer, Forms.LapsedDecision, Forms.ForgedDecision,
        Forms.Redriven, Forms.CorrectionOfHeld, Forms.EncounterUncombine, Forms.VoidTakenBack, Forms.PersonCombine, Forms.PersonUncombine, Forms.AnswerTwice,
    };

    [Fact]
    public void Two_thousand_histories_end_where_the_rules_say()
    {
        var result = histories.Result;
        Assert.True(result.Violations == 0, string.Join('\n', result.Failures.SelectMany(f => f.Findings.Prepend($"seed {f.Seed}: {string.Join(' ', f.Kinds)}"))));
        Assert.Equal(TwoThousandHistories.Count, result.Histories);
    }

    [Fact]
    public void Every_form_of_a_correction_a_close_a_crash_and_a_fault_occurs_in_them()
    {
        var coverage = histories.Result.Coverage;
        Assert.Equal(Forms.All.Order(StringComparer.Ordinal), coverage.Keys.Order(StringComparer.Ordinal));
        Assert.All(coverage, form =>
        {
            var isSeldom = Seldom.Contains(form.Key) || form.Key.StartsWith("crashOfDeliveryIn", StringComparison.Ordinal);
            Assert.True(form.Value >= (isSeldom ? Rare : Usual), $"{form.Key} occurs {form.Value} times");
        });
    }

    [Fact]
    public void Histories_of_seeds_that_follow_each_other_have_nothing_in_common()
    {
        var seeds = Enumerable.Range(1, 200).SelectMany(seed => History.Of(seed).Events).Select(e => e.Seed).ToList();
        Assert.Equal(seeds.Count, seeds.Distinct().Count());
    }

    /// <summary>Speed must never be bought with emptier histories: this is what one is made of, on the average.</summary>
    [Fact]
    public void A_history_has_fifty_events_of_the_mix_that_it_always_had()
    {
        var kinds = Enumerable.Range(1, TwoThousandHistories.Count).SelectMany(seed => History.Of(seed).Events).CountBy(e => e.Kind).ToDictionary();
        double Share(params EventKind[] of) => of.Sum(kind => kinds.GetValueOrDefault(kind)) / (double)TwoThousandHistories.Count;
        Assert.Equal(50, Share([.. Enum.GetValues<EventKind>()]), 1e-9);
        Assert.All(Enum.GetValues<EventKind>(), kind => Assert.True(kinds.GetValueOrDefault(kind) >= Usual, $"{kind} is drawn {kinds.GetValueOrDefault(kind)} times"));
        Assert.InRange(Share(EventKind.NewCharge, EventKind.LateCharge), 10, 12);
        Assert.InRange(Share(EventKind.CrashStreams, EventKind.MovePartition, EventKind.CrashDelivery, EventKind.CrashDeliveryInCommit), 2.8, 3.4);
        Assert.InRange(Share(EventKind.CrashSource, EventKind.CrashPeriodPublisher), 1.1, 1.4);
        Assert.InRange(Share(EventKind.FusionFault), 2.0, 2.6);
        Assert.InRange(Share(EventKind.ClosePeriod, EventKind.ClosePeriodForGood, EventKind.ReopenPeriod, EventKind.OpenNextPeriod), 4.2, 5.0);
        Assert.InRange(Share(EventKind.MoveFacility, EventKind.VoidEncounter, EventKind.Combine, EventKind.Uncombine, EventKind.PersonCombine), 4.2, 5.0);
    }
}
