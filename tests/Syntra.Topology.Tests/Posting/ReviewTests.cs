using Syntra.Contracts;
using Syntra.Topology.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

public class ReviewTests
{
    private const string HoldClosed = "CHG,2,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,finance-manager;controller,NO,NEXT_VERSION";

    [Fact]
    public void A_correction_of_a_closed_period_waits_for_a_person_and_posts_once_when_approved()
    {
        var world = Held();
        var item = world.Open("5001");
        Assert.Equal((CorrectionKind.ClosedCorrection, 30m, 120m, 150m, "CHG/2"), (item.Kind, item.Effect, item.AmountBefore, item.AmountAfter, item.Rule));
        Assert.Empty(world.InFlight);

        world.Decide(item, DecisionKind.Approve);
        world.Decide(item, DecisionKind.Approve);
        world.Drain();
        world.Decide(item, DecisionKind.Approve);
        world.Drain();

        Assert.Equal(6, world.Books.Count);
        Assert.All(world.Books.Skip(2), b => Assert.Equal(("Jun-26", "May-26"), (b.Line.Period, b.Line.OriginalPeriod)));
        Assert.Equal(ReviewStatus.Approved, world.Reviews["5001|2"].Status);
        Assert.Equal((2L, 2L), (world.States["5001"].Received, world.States["5001"].Applied));
    }

    [Fact]
    public void A_rejected_correction_is_dead_lettered_and_what_stood_stays()
    {
        var world = Held();
        world.Decide(world.Open("5001"), DecisionKind.Reject);

        Assert.Equal("review-rejected", Assert.Single(world.DeadLetters).ReasonCode);
        Assert.Equal(120m, Effects.Receivable(world.States["5001"].Standing));
        Assert.Equal(1, world.States["5001"].DeadLettered);
        Assert.Equal(ReviewStatus.Rejected, world.Reviews["5001|2"].Status);

        world.Redrive("5001");
        Assert.Equal(ChargeStatus.Held, world.States["5001"].Status);
    }

    [Fact]
    public void Two_different_people_decide_where_the_rule_says_so()
    {
        var world = Held(HoldClosed.Replace(",NO,", ",YES,", StringComparison.Ordinal));
        world.Decide(world.Open("5001"), DecisionKind.Approve);
        world.Decide(world.Open("5001"), DecisionKind.Approve, " ADA ");
        Assert.Empty(world.InFlight);

        world.Decide(world.Open("5001"), DecisionKind.Approve, "bob");

        Assert.Single(world.InFlight);
        Assert.Equal(
            [DecisionOutcome.Counted, DecisionOutcome.RepeatedPerson, DecisionOutcome.Acted],
            world.Reviews["5001|2"].Decisions.Select(d => d.Outcome));
    }

    [Fact]
    public void A_role_that_may_not_decide_is_written_down_and_nothing_else()
    {
        var world = Held();
        world.Decide(world.Open("5001"), DecisionKind.Approve, role: "clerk");

        Assert.Empty(world.InFlight);
        Assert.Equal(DecisionOutcome.RoleRefused, Assert.Single(world.Open("5001").Decisions).Outcome);
    }

    [Fact]
    public void An_approval_lapses_when_the_facts_under_it_have_changed()
    {
        var world = Held();
        var item = world.Open("5001");
        world.CloseInFusion("Jun-26");
        world.RefreshCalendar();

        world.Decide(item, DecisionKind.Approve);

        Assert.Empty(world.InFlight);
        var next = world.Open("5001");
        Assert.NotEqual(item.ItemId, next.ItemId);
        Assert.Equal(DecisionOutcome.Lapsed, Assert.Single(next.Decisions).Outcome);
        Assert.Equal("Jul-26", next.After[0].Period);
        world.Decide(next, DecisionKind.Approve);
        world.Drain();
        Assert.Equal("Jul-26", world.Books[^1].Line.Period);
    }

    [Fact]
    public void An_approval_of_what_needs_none_any_more_posts_as_the_rule_says_now()
    {
        var world = Held();
        world.ReopenInFusion("May-26");

        world.Decide(world.Open("5001"), DecisionKind.Approve);
        world.Drain();

        Assert.Equal(ReviewStatus.Lapsed, world.Reviews["5001|2"].Status);
        Assert.Equal("May-26", world.Books[^1].Line.Period);
    }

    [Fact]
    public void A_newer_version_ends_the_item_of_the_one_that_is_held()
    {
        var world = Held();
        var item = world.Open("5001");
        world.Receive(Sample.Raw(version: 3).WithAmount(160m));

        Assert.Equal(ReviewStatus.Superseded, world.Reviews["5001|2"].Status);
        Assert.Equal(1, world.States["5001"].Stale);
        world.Decide(item, DecisionKind.Approve);
        Assert.Equal(ChargeStatus.Held, world.States["5001"].Status);
        Assert.Equal(3, world.Open("5001").SourceVersion);
    }

    [Fact]
    public void An_encounter_that_changes_under_a_held_correction_issues_it_anew()
    {
        var world = Held();
        var item = world.Open("5001");
        world.EncounterRow("7001", 5, "101", cancelled: true);

        var next = world.Open("5001");
        Assert.NotEqual(item.ItemId, next.ItemId);
        Assert.Equal(0m, next.AmountAfter);
    }

    [Fact]
    public void A_period_that_closes_under_an_approved_correction_is_decided_anew()
    {
        var world = Held();
        world.CloseInFusion("Jun-26");
        world.Decide(world.Open("5001"), DecisionKind.Approve);
        world.Answer(0);

        Assert.Equal(ChargeStatus.Held, world.States["5001"].Status);
        Assert.Equal("Jul-26", world.Open("5001").After[0].Period);
    }

    [Theory]
    [InlineData("HOLD_ABOVE,29.99,NONE,ANY", true)]
    [InlineData("HOLD_ABOVE,30.00,NONE,ANY", false)]
    [InlineData("HOLD_ABOVE,NONE,24.99,ANY", true)]
    [InlineData("HOLD_ABOVE,NONE,25,ANY", false)]
    [InlineData("HOLD_ABOVE,29.99,25,BOTH", false)]
    [InlineData("HOLD_ABOVE,29.99,24.99,BOTH", true)]
    [InlineData("HOLD_ABOVE,1000,24.99,ANY", true)]
    [InlineData("POST,29.99,NONE,ANY", false)]
    public void Thresholds_by_amount_and_percent_decide_what_is_held(string mode, bool held)
    {
        var world = Corrected($"CHG,2,REVERSE_AND_REPOST,POST,POST,{mode},controller,NO,NEXT_VERSION");

        Assert.Equal(held ? ChargeStatus.Held : ChargeStatus.InFlight, world.States["5001"].Status);
    }

    [Fact]
    public void A_late_charge_is_held_where_the_rule_says_so_and_a_first_posting_never_is()
    {
        var world = new World("CHG,2,REVERSE_AND_REPOST,HOLD,HOLD,HOLD,NONE,NONE,ANY,controller,NO,NEXT_VERSION");
        world.Receive(Sample.Raw());
        Assert.Single(world.InFlight);
        world.CloseInFusion("May-26");
        world.RefreshCalendar();
        world.Receive(Sample.Raw("5002"));

        Assert.Equal((CorrectionKind.LateCharge, 120m), (world.Open("5002").Kind, world.Open("5002").Effect));
    }

    [Fact]
    public void Without_a_rule_a_charge_parks_with_the_missing_row_named()
    {
        var world = new World();
        world.Unpublish("rule", "Lakeside Health US/charge");
        world.Receive(Sample.Raw());
        Assert.Equal("rule|Lakeside Health US/charge|2026-06-20", world.Parked["5001"].Missing);

        world.PublishRules(HoldClosed);
        world.Drain();
        Assert.Equal(ChargeStatus.Posted, world.States["5001"].Status);
    }

    private static World Corrected(string rule)
    {
        var world = new World(rule);
        world.Receive(Sample.Raw());
        world.Drain();
        world.CloseInFusion("May-26");
        world.RefreshCalendar();
        world.Receive(Sample.Raw(version: 2).WithAmount(150m));
        return world;
    }

    private static World Held(string rule = HoldClosed)
    {
        var world = Corrected(rule);
        Assert.Equal(ChargeStatus.Held, world.States["5001"].Status);
        return world;
    }
}
