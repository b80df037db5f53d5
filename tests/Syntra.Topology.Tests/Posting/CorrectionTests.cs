using Syntra.Contracts;
using Syntra.Topology.Posting;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

public class CorrectionTests
{
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
    public void A_charge_of_a_void_encounter_that_is_combined_into_another_void_one_hears_of_that_one_too()
    {
        var world = new World();
        world.EncounterRow("7001", 0, "101", cancelled: true);
        world.EncounterRow("7002", 0, "102", cancelled: true);
        world.Receive(Sample.Raw());
        world.Combine("1", 0, "7001", "7002");
        world.EncounterRow("7002", 1, "102");
        world.Drain();

        Assert.Equal("102", world.States["5001"].Standing!.Facility);
    }

    [Fact]
    public void A_chain_that_takes_another_way_to_the_same_end_is_followed_on_that_way()
    {
        var world = Posted();
        world.EncounterRow("7002", 0, "102");
        world.EncounterRow("7003", 0, "103");
        world.EncounterRow("7004", 0, "103");
        world.Combine("1", 0, "7002", "7004");
        world.Combine("2", 0, "7003", "7004");
        world.Combine("3", 0, "7001", "7002");
        world.Drain();
        world.Combine("4", 0, "7001", "7003");
        world.Drain();
        world.Combine("2", 1, "7003", "7004", undone: true);
        world.EncounterRow("7003", 1, "101");
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

    private static (long, long, long, long) Counts(PostedCharge charge) => (charge.Received, charge.Applied, charge.ZeroDelta, charge.Stale);
}
