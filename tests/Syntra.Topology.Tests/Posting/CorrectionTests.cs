using Syntra.Contracts;
using Syntra.Topology.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

public class CorrectionTests
{
    private const string HoldClosed = "CHG,2,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,finance-manager;controller,NO,NEXT_VERSION";

    [Fact]
    public void Every_line_names_the_rule_that_let_it_go()
    {
        var world = Posted();

        Assert.All(world.Books, b => Assert.Equal("CHG/1", b.Line.Rule));
    }

    [Fact]
    public void A_voided_encounter_takes_all_of_its_charges_out_and_those_that_come_later()
    {
        var world = Posted("5001", "5002");
        world.EncounterRow("7001", 3, "101", cancelled: true);
        world.Drain();
        world.Receive(Sample.Raw("5003"));
        world.Drain();

        Assert.All(world.States.Values, s => Assert.Null(s.Standing));
        Assert.Equal((1L, 0L), (world.States["5001"].Applied, world.States["5001"].ZeroDelta));
        Assert.Equal((0L, 1L), (world.States["5003"].Applied, world.States["5003"].ZeroDelta));
        Assert.Equal(8, world.Books.Count);
        Assert.Equal(8, world.Books.Select(b => b.Line.Key).Distinct().Count());
        Assert.True(world.Reconcile().IsExplained);
    }

    [Fact]
    public void A_void_that_is_taken_back_posts_again_under_keys_of_its_own()
    {
        var world = Posted();
        world.EncounterRow("7001", 3, "101", cancelled: true);
        world.Drain();
        world.EncounterRow("7001", 4, "101");
        world.Drain();

        Assert.Equal(120m, Effects.Receivable(world.States["5001"].Standing));
        Assert.Equal((1L, 1L), (world.States["5001"].Received, world.States["5001"].Applied));
        Assert.Equal(6, world.Books.Select(b => b.Line.Key).Distinct().Count());
    }

    [Fact]
    public void An_older_row_of_an_encounter_changes_nothing()
    {
        var world = Posted();
        world.EncounterRow("7001", 4, "101");
        world.EncounterRow("7001", 3, "101", cancelled: true);
        world.EncounterRow("7001", 4, "101");

        Assert.NotNull(world.States["5001"].Standing);
        var record = world.EncounterRecords["7001"];
        Assert.Equal((3L, 1L, 1L, 1L), (record.Received, record.Applied, record.ZeroDelta, record.Stale));
    }

    [Fact]
    public void A_combined_encounters_charges_go_to_the_facility_at_the_end_of_the_chain_and_back()
    {
        var world = Posted();
        world.EncounterRow("7002", 0, "102");
        world.EncounterRow("7003", 0, "103");
        world.Combine("1", 0, "7001", "7002");
        world.Drain();
        Assert.Equal("102", world.States["5001"].Standing!.Facility);
        world.Combine("2", 0, "7002", "7003");
        world.Drain();
        Assert.Equal("103", world.States["5001"].Standing!.Facility);
        Assert.True(world.Reconcile().IsExplained);
        world.Combine("1", 1, "7001", "7002", undone: true);
        world.Drain();

        Assert.Equal("101", world.States["5001"].Standing!.Facility);
        Assert.Equal((1L, 1L), (world.States["5001"].Received, world.States["5001"].Applied));
        Assert.True(world.Reconcile().IsExplained);
    }

    [Fact]
    public void A_charge_whose_encounter_went_to_one_that_is_not_known_waits_for_it()
    {
        var world = new World();
        world.Combine("1", 0, "7001", "7002");
        world.Receive(Sample.Raw());
        Assert.Equal(ChargeStatus.InFlight, Combined(world).Status);
        world.Drain();

        Assert.Equal("102", world.States["5001"].Standing!.Facility);

        static PostedCharge Combined(World world)
        {
            // Only the combine is known of 7002, so its state has no facility: that is refused, not guessed.
            Assert.Equal("no-facility", world.States["5001"].Reason);
            world.EncounterRow("7002", 0, "102");
            return world.States["5001"];
        }
    }

    [Fact]
    public void A_combine_that_is_heard_of_before_its_other_encounter_parks_the_charge()
    {
        var world = new World();
        world.Encounters[Guard.Encounter("7001")] = new EncounterState
        {
            Encounter = Guard.Encounter("7001"), Version = 1, Cancelled = false, CombinedInto = Guard.Encounter("7002"), ReadAt = Sample.ReadAt,
        };
        world.Receive(Sample.Raw());
        Assert.Equal($"encounter-state|{Guard.Encounter("7002")}", world.Parked["5001"].Missing);

        world.EncounterRow("7002", 0, "102");
        world.Combine("1", 0, "7001", "7002");
        world.Drain();

        Assert.Equal("102", world.States["5001"].Standing!.Facility);
    }

    [Fact]
    public void Combines_in_a_circle_park_until_one_is_taken_back()
    {
        var world = Posted();
        world.EncounterRow("7002", 0, "102");
        world.Combine("1", 0, "7001", "7002");
        world.Drain();
        world.Combine("2", 0, "7002", "7001");
        Assert.Equal("combine-cycle", world.States["5001"].Reason);

        world.Combine("1", 1, "7001", "7002", undone: true);
        world.EncounterRow("7001", 9, "101");
        world.Drain();

        Assert.Equal("101", world.States["5001"].Standing!.Facility);
    }

    [Fact]
    public void An_encounter_that_changes_while_a_charge_is_in_flight_is_seen_after_the_answer()
    {
        var world = new World();
        world.Receive(Sample.Raw());
        world.EncounterRow("7001", 3, "101", cancelled: true);
        Assert.Single(world.InFlight);
        world.Drain();

        Assert.Equal(4, world.Books.Count);
        Assert.Null(world.States["5001"].Standing);
        Assert.Equal((1L, 1L), (world.States["5001"].Received, world.States["5001"].Applied));
    }

    [Fact]
    public void A_deletion_reverses_and_comes_after_every_version()
    {
        var world = Posted();
        world.Delete("5001");
        world.Drain();
        world.Receive(Sample.Raw(version: 9).WithAmount(10m));
        world.Delete("5001");

        Assert.Null(world.States["5001"].Standing);
        Assert.Equal((4L, 2L, 1L, 1L), Counts(world.States["5001"]));
        Assert.True(world.Reconcile().IsExplained);
    }

    [Fact]
    public void A_purge_reverses_nothing_and_stays_explained()
    {
        var world = Posted();
        world.Delete("5001", purge: true);
        world.Drain();

        Assert.Equal(120m, Effects.Receivable(world.States["5001"].Standing));
        Assert.Equal((2L, 1L, 1L, 0L), Counts(world.States["5001"]));
        Assert.True(world.Reconcile().IsExplained);
    }

    [Fact]
    public void A_deletion_that_comes_before_its_charge_makes_it_stale()
    {
        var world = new World();
        world.Delete("5001");
        world.Receive(Sample.Raw());

        Assert.Empty(world.InFlight);
        Assert.Equal((2L, 0L, 1L, 1L), Counts(world.States["5001"]));
    }

    [Fact]
    public void A_credit_with_its_rebill_nets_by_sum_and_is_never_flipped()
    {
        var world = Posted();
        world.Receive(Sample.Raw("5002") with { Quantity = "3", UnitPrice = "-40.00", ExtendedPrice = "-120.00", ChargeType = "CR", OffsetChargeItemId = "5001" });
        world.Receive(Sample.Raw(version: 2) with { OffsetChargeItemId = "5002" });
        world.Receive(Sample.Raw("5003").WithAmount(90m));
        world.Drain();

        Assert.Equal(90m, world.States.Values.Sum(s => s.Effects.Sum(e => e.Amount)));
        Assert.Equal(6, world.Books.Count);
    }

    [Fact]
    public void A_redrive_takes_the_same_version_up_again_under_new_keys()
    {
        var world = new World();
        world.Receive(Sample.Raw() with { ChargeCode = "C1040" });
        world.Drain();
        Assert.Equal(1, world.States["5001"].DeadLettered);
        var first = world.DeadLetters.Count;

        world.Redrive("5001");
        Assert.Equal(0, world.States["5001"].DeadLettered);
        world.Drain();
        Assert.Equal((1L, 2), (world.States["5001"].DeadLettered, world.DeadLetters.Count));
        Assert.Equal(1, first);

        world.Publish("charge-code", "C1040", ("natural_account", "44010"));
        world.Redrive("5001");
        world.Drain();
        Assert.Equal((1L, 1L, 0L), (world.States["5001"].Received, world.States["5001"].Applied, world.States["5001"].DeadLettered));
    }

    [Fact]
    public void A_workbook_change_moves_a_posted_charge_with_its_next_version_only()
    {
        var world = Posted();
        world.Publish("charge-code", "C1001", ("natural_account", "44010"));
        world.Look();
        Assert.Empty(world.InFlight);

        world.Receive(Sample.Raw(version: 2));
        world.Drain();

        Assert.Equal(6, world.Books.Count);
        Assert.Equal("44010", world.States["5001"].Standing!.Lines[1].Segments[2]);
    }

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

    private static World Posted(params string[] ids)
    {
        var world = new World();
        foreach (var id in ids.DefaultIfEmpty("5001"))
        {
            world.Receive(Sample.Raw(id));
        }

        world.Drain();
        return world;
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

    private static (long, long, long, long) Counts(PostedCharge charge) => (charge.Received, charge.Applied, charge.ZeroDelta, charge.Stale);
}
