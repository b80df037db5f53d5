using Syntra.Contracts;
using Syntra.Topology.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

public class CorrectionHistoryTests
{
    [Fact]
    public void Every_version_is_in_exactly_one_place_whatever_happens_to_its_encounter_or_in_review() => Property.ForHistories(300, numbers =>
        CorrectionHistory.Play(numbers, world => Assert.All(world.States.Values, ChargeAccount.Check)));

    [Fact]
    public void What_stands_in_the_books_is_what_the_states_say_and_nothing_is_booked_twice() => Property.ForHistories(300, numbers =>
    {
        var world = CorrectionHistory.Play(numbers);
        CorrectionHistory.Settle(world);
        Assert.Equal(world.Books.Count, world.Books.Select(b => b.Line.Key).Distinct().Count());
        Assert.All(
            world.Books.GroupBy(b => (b.Ledger, b.Line.Segments[0], b.Line.Period)),
            g => Assert.Equal(g.Sum(b => b.Line.Debit ?? 0), g.Sum(b => b.Line.Credit ?? 0)));
        foreach (var (id, state) in world.States)
        {
            var booked = world.Books.Where(b => b.RecordId == id && b.Line.Segments.Contains("12000")).Sum(b => (b.Line.Debit ?? 0) - (b.Line.Credit ?? 0));
            Assert.Equal(Effects.Receivable(state.Standing), booked);
        }
    });

    [Fact]
    public void Everything_is_explained_to_the_cent_once_it_has_settled() => Property.ForHistories(300, numbers =>
    {
        var world = CorrectionHistory.Play(numbers);
        CorrectionHistory.Settle(world);
        var report = world.Reconcile();
        Assert.True(report.IsExplained, string.Join('\n', report.Rows.Where(r => r.UnexplainedCount != 0 || r.UnexplainedAmount != 0)));
    });

    [Fact]
    public void No_line_ever_goes_into_a_period_that_Fusion_had_closed() => Property.ForHistories(200, numbers =>
    {
        var closed = new HashSet<string>();
        var seen = 0;
        CorrectionHistory.Play(numbers, world =>
        {
            foreach (var line in world.Books.Skip(seen))
            {
                Assert.DoesNotContain(line.Line.Period, closed);
            }

            seen = world.Books.Count;
            closed = [.. world.Closed];
        });
    });

    [Fact]
    public void The_review_topic_shows_exactly_the_items_that_are_open() => Property.ForHistories(200, numbers =>
        CorrectionHistory.Play(numbers, world => Assert.Equal(
            world.States.Values.Where(s => s.Review is not null).Select(s => s.Review!.ItemId).Order(),
            world.Reviews.Values.Where(r => r.Status == ReviewStatus.Open).Select(r => r.ItemId).Order())));

    [Fact]
    public void The_histories_reach_every_status_every_end_of_an_item_and_every_outcome_of_a_decision()
    {
        // Guards the properties above: a generator that never holds, approves or lapses would prove nothing.
        var (statuses, ends, outcomes, reasons) = (new HashSet<ChargeStatus>(), new HashSet<ReviewStatus>(), new HashSet<DecisionOutcome>(), new HashSet<string>());
        var random = new Random(20261122);
        for (var run = 0; run < 200; run++)
        {
            var world = CorrectionHistory.Play([.. Enumerable.Range(0, 150).Select(_ => random.Next())], w =>
            {
                statuses.UnionWith(w.States.Values.Select(s => s.Status));
                reasons.UnionWith(w.States.Values.Where(s => s.Reason is not null).Select(s => s.Reason!));
                ends.UnionWith(w.Reviews.Values.Select(r => r.Status));
                outcomes.UnionWith(w.Reviews.Values.SelectMany(r => r.Decisions).Select(d => d.Outcome));
            });
        }

        Assert.Equal(Enum.GetValues<ChargeStatus>().Order(), statuses.Order());
        Assert.Equal(Enum.GetValues<ReviewStatus>().Order(), ends.Order());
        // Signatures are looked at before the machine is asked.
        Assert.Equal(Enum.GetValues<DecisionOutcome>().Where(o => o != DecisionOutcome.SignatureRefused).Order(), outcomes.Order());
        Assert.Superset(new HashSet<string>(["combine-cycle", "review-rejected", "held-for-review"]), reasons);
    }
}
