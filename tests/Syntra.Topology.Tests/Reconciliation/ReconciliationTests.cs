using Syntra.Contracts;
using Syntra.Topology.Reconciliation;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Reconciliation;

public class ReconciliationTests
{
    [Fact]
    public void Each_charge_is_in_the_column_of_its_status()
    {
        var world = new World();
        world.Receive(Sample.Raw("5001").WithAmount(100m));
        world.Receive(Sample.Raw("5002").WithAmount(20m) with { ChargeCode = "C1040" });
        world.Drain();
        world.Receive(Sample.Raw("5003").WithAmount(3m) with { ChargeCode = "C9999" });
        world.Receive(Sample.Raw("5004").WithAmount(0.4m));
        world.Receive(Sample.Raw("5005").WithAmount(0m));
        world.Receive(Sample.Raw("5006") with { ProcessFlag = "997" });

        var report = world.Reconcile();

        var row = Assert.Single(report.Rows);
        Assert.Equal(("101", "May-26", Sample.Ledger), (row.Facility, row.Period, row.Ledger));
        Assert.Equal((5, 123.4m), (row.SourceCount, row.SourceAmount));
        Assert.Equal((2, 100m), (row.PostedCount, row.PostedAmount));
        Assert.Equal((1, 20m), (row.DeadLetterCount, row.DeadLetterAmount));
        Assert.Equal((1, 3m), (row.ParkedCount, row.ParkedAmount));
        Assert.Equal((1, 0.4m), (row.InFlightCount, row.InFlightAmount));
        Assert.Equal((100m, 100m), (row.LedgerAmount, row.FusionAmount));
        Assert.True(report.IsExplained);
        Assert.Equal(new RecordAccount(6, 2, 1, 0, 1, 0, 1, 1), report.Account);
    }

    [Fact]
    public void A_correction_of_a_closed_period_is_posted_in_its_own_and_moves_the_ledger_in_the_next()
    {
        var world = new World();
        world.Receive(Sample.Raw().WithAmount(100m));
        world.Drain();
        world.CloseInFusion("May-26");
        world.Receive(Sample.Raw(version: 2).WithAmount(130m));
        world.Drain();

        var report = world.Reconcile();

        Assert.Collection(
            report.Rows,
            june => Assert.Equal(("Jun-26", 0m, 30m, 30m), (june.Period, june.PostedAmount, june.LedgerAmount, june.FusionAmount)),
            may => Assert.Equal(("May-26", 130m, 100m, 100m), (may.Period, may.PostedAmount, may.LedgerAmount, may.FusionAmount)));
        Assert.True(report.IsExplained);
    }

    [Fact]
    public void A_newer_version_that_waits_is_in_flight_with_its_own_amount()
    {
        var world = new World();
        world.Receive(Sample.Raw().WithAmount(100m));
        world.Receive(Sample.Raw(version: 2).WithAmount(130m) with { OrganizationId = "102" });

        var report = world.Reconcile();

        Assert.Equal([("102", 1L, 130m)], report.Rows.Where(r => r.InFlightCount > 0).Select(r => (r.Facility, r.InFlightCount, r.InFlightAmount)));
        Assert.True(report.IsExplained);
        Assert.Equal(2, report.Account.InFlight);
    }

    [Fact]
    public void Charges_without_a_facility_or_date_have_rows_of_their_own()
    {
        var world = new World();
        world.Receive(Sample.Raw("5001").WithAmount(7m) with { EncounterId = null, EncounterFound = false, OrganizationId = null });
        world.Receive(Sample.Raw("5002").WithAmount(8m) with { ServiceAt = null });
        world.Receive(Sample.Raw("5003").WithAmount(9m) with { OrganizationId = "999" });

        var report = world.Reconcile();

        Assert.Equal(
            [("-", "2026-05", 7m, 0m), ("101", "-", 8m, 0m), ("999", "2026-05", 0m, 9m)],
            report.Rows.Select(r => (r.Facility, r.Period, r.DeadLetterAmount, r.ParkedAmount)));
        Assert.True(report.IsExplained);
    }

    [Fact]
    public void Facilities_that_share_a_balancing_segment_are_compared_by_their_sum()
    {
        var world = new World();
        world.Publish("facility", "105", ("ledger", Sample.Ledger), ("business_unit", "BU"), ("balancing_segment", "101"), ("time_zone", "America/Chicago"));
        world.Receive(Sample.Raw("5001").WithAmount(10m));
        world.Receive(Sample.Raw("5002").WithAmount(5m) with { OrganizationId = "105" });
        world.Drain();

        Assert.True(world.Reconcile().IsExplained);
        Assert.Equal([("101", 10m), ("105", 5m)], world.Reconcile().Rows.Select(r => (r.Facility, r.FusionAmount)));
        Assert.Equal("101-%-12000-%", Assert.Single(ReconciliationCalculator.BalancesNeeded(world.States.Values, world)).AccountCombination);
    }

    [Fact]
    public void The_chart_decides_where_the_receivable_account_stands_in_a_balance_query()
    {
        var world = new World();
        world.Receive(Sample.Raw() with { OrganizationId = "104" });
        world.Drain();

        Assert.Equal(
            new BalanceQuery("Harbor Health US", "104", "May-26", "104-12000-%"),
            Assert.Single(ReconciliationCalculator.BalancesNeeded(world.States.Values, world)));
    }

    [Fact]
    public void A_charge_that_is_lost_is_found() => AfterAnyHistory((world, charge) =>
        charge.Money ? Explained(world, [.. world.States.Values.Where(c => c != charge)]) : null);

    [Fact]
    public void A_charge_that_is_counted_twice_is_found() => AfterAnyHistory((world, charge) =>
        charge.Money ? Explained(world, [.. world.States.Values, charge]) : null);

    [Fact]
    public void A_line_whose_amount_was_altered_is_found() => AfterAnyHistory((world, charge) =>
        charge.Standing is { } standing
            ? Explained(world, With(world, charge, charge with { Standing = standing with { Lines = [.. standing.Lines.Select(AddACent)] } }))
            : null);

    [Fact]
    public void A_line_that_was_removed_is_found() => AfterAnyHistory((world, charge) =>
        charge.Standing is not null ? Explained(world, With(world, charge, charge with { Standing = null })) : null);

    [Fact]
    public void An_effect_that_was_removed_is_found() => AfterAnyHistory((world, charge) =>
        charge.Effects.Count > 0 ? Explained(world, With(world, charge, charge with { Effects = [.. charge.Effects.Skip(1)] })) : null);

    [Fact]
    public void A_cent_more_in_any_balance_of_Fusion_is_found() => AfterAnyHistory((world, charge) =>
    {
        var balances = world.Balances();
        return balances.Count == 0 ? null : Explained(
            world, [.. world.States.Values], [.. balances.SkipLast(1), balances[^1] with { Activity = balances[^1].Activity + 0.01m }]);
    });

    [Fact]
    public void Activity_that_we_know_nothing_of_is_found()
    {
        var world = new World();
        world.Receive(Sample.Raw());
        world.Drain();

        Assert.False(Explained(world, [.. world.States.Values], [.. world.Balances(), new FusionBalance(Sample.Ledger, "103", "May-26", 0.01m)]));
    }

    [Fact]
    public void Two_errors_never_cancel_out()
    {
        var world = new World();
        world.Receive(Sample.Raw("5001").WithAmount(10m));
        world.Receive(Sample.Raw("5002").WithAmount(10m) with { OrganizationId = "102" });
        world.Drain();
        var balances = world.Balances().Select((b, i) => b with { Activity = b.Activity + (i == 0 ? 0.01m : -0.01m) }).ToList();

        var report = ReconciliationCalculator.Calculate(world.SourceTotals(), world.States.Values, balances, world, Sample.ReadAt);

        Assert.Equal(0.02m, report.Totals.Unexplained);
        Assert.False(report.IsExplained);
    }

    private static JournalLine AddACent(JournalLine line) => line with
    {
        Debit = line.Debit + 0.01m, Credit = line.Credit + 0.01m,
    };

    private static IReadOnlyCollection<PostedCharge> With(World world, PostedCharge old, PostedCharge changed) =>
        [.. world.States.Values.Select(c => c == old ? changed : c)];

    private static bool Explained(World world, IReadOnlyCollection<PostedCharge> charges, IReadOnlyList<FusionBalance>? balances = null) =>
        ReconciliationCalculator.Calculate(world.SourceTotals(), charges, balances ?? world.Balances(), world, Sample.ReadAt).IsExplained;

    /// <summary>Tampers with each charge in turn after drained histories; null where there is nothing to tamper with.</summary>
    private static void AfterAnyHistory(Func<World, PostedCharge, bool?> explainedAfterTampering) => Property.ForHistories(60, numbers =>
    {
        var world = new World();
        History.Play(world, numbers);
        world.Drain();
        Assert.True(world.Reconcile().IsExplained);
        foreach (var charge in world.States.Values.ToList())
        {
            Assert.NotEqual(true, explainedAfterTampering(world, charge));
        }
    });
}
