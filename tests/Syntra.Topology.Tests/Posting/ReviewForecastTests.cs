using Syntra.Contracts;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Posting;

/// <summary>What an operator is told before deciding has to be what the decision then comes to.</summary>
public class ReviewForecastTests
{
    private const string HoldClosed = "CHG,2,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,finance-manager;controller,NO,NEXT_VERSION";

    [Fact]
    public void An_item_whose_facts_are_as_shown_would_count() =>
        Assert.Equal((ForecastCourse.AsShown, ""), Told(Held()));

    [Fact]
    public void A_period_that_closed_since_would_have_it_held_anew()
    {
        var world = Held();
        world.CloseInFusion("Jun-26");
        world.RefreshCalendar();
        Assert.Equal((ForecastCourse.HeldAnew, "Period"), Told(world));
    }

    [Fact]
    public void A_period_that_was_reopened_lets_it_leave_whatever_is_decided()
    {
        var world = Held();
        world.ReopenInFusion("May-26");
        Assert.Equal((ForecastCourse.Posted, "Period"), Told(world));
    }

    [Theory]
    [InlineData("CHG,3,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,finance-manager;controller,NO,NEXT_VERSION", ForecastCourse.HeldAnew, "Rule")]
    [InlineData("CHG,2,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,controller,NO,NEXT_VERSION", ForecastCourse.HeldAnew, "Deciders")]
    [InlineData("CHG,2,REVERSE_AND_REPOST,POST,POST,HOLD,NONE,NONE,ANY,finance-manager;controller,YES,NEXT_VERSION", ForecastCourse.HeldAnew, "Deciders")]
    [InlineData("CHG,3,REVERSE_AND_REPOST,POST,POST,POST,NONE,NONE,ANY,NONE,NO,NEXT_VERSION", ForecastCourse.Posted, "Rule,Deciders")]
    public void A_rule_that_changed_is_named(string rule, ForecastCourse course, string changed)
    {
        var world = Held();
        world.PublishRules(rule);
        Assert.Equal((course, changed), Told(world));
    }

    [Fact]
    public void A_row_that_was_taken_out_is_named_as_what_it_would_wait_for()
    {
        var world = Held();
        world.Unpublish("rule", "Lakeside Health US/charge");
        var forecast = Forecast(world).Of(world.States["5001"])!;
        Assert.Equal((ForecastCourse.Parked, "rule|Lakeside Health US/charge|2026-06-20"), (forecast.Course, forecast.Detail));
    }

    [Fact]
    public void A_void_that_has_not_reached_the_charge_yet_is_seen()
    {
        var world = Held();
        var token = Guard.Encounter("7001");
        var state = new EncounterState { Encounter = token, Version = 9, Cancelled = true, OrganizationId = "101", ReadAt = Sample.ReadAt };
        var forecast = new ReviewForecast(Sample.Tenant, world, id => id == token ? state : null, Guard.Tokens).Of(world.States["5001"])!;
        Assert.Equal(ForecastCourse.HeldAnew, forecast.Course);
        Assert.Contains(ChangedFact.Encounter, forecast.Changed);
    }

    [Fact]
    public void A_charge_that_is_not_held_has_no_forecast()
    {
        var world = new World();
        world.Receive(Sample.Raw());
        Assert.Null(Forecast(world).Of(world.States["5001"]));
    }

    [Fact]
    public void It_says_that_a_decision_lapses_exactly_when_it_does_whatever_happened_before() => Property.ForHistories(300, numbers =>
    {
        var world = CorrectionHistory.Play(numbers);
        foreach (var charge in world.States.Values.Where(s => s.Status == ChargeStatus.Held).ToList())
        {
            var told = Forecast(world).Of(charge)!;
            Assert.Equal(told.Lapses, told.Changed.Count > 0);
            world.Decide(charge.Review!, DecisionKind.Approve, "somebody-new");
            var outcome = world.Reviews.Values.Concat(world.States.Values.Select(s => s.Review).OfType<ReviewItem>())
                .SelectMany(i => i.Decisions).Last(d => d.ItemId == charge.Review!.ItemId && d.Who == "somebody-new").Outcome;
            Assert.Equal(told.Lapses, outcome == DecisionOutcome.Lapsed);
        }
    });

    private static (ForecastCourse Course, string Changed) Told(World world)
    {
        var forecast = Forecast(world).Of(world.States["5001"])!;
        return (forecast.Course, string.Join(',', forecast.Changed));
    }

    private static ReviewForecast Forecast(World world) =>
        new(Sample.Tenant, world, id => world.Encounters.GetValueOrDefault(id), Guard.Tokens);

    private static World Held()
    {
        var world = new World(HoldClosed);
        world.Receive(Sample.Raw());
        world.Drain();
        world.CloseInFusion("May-26");
        world.RefreshCalendar();
        world.Receive(Sample.Raw(version: 2).WithAmount(150m));
        Assert.Equal(ChargeStatus.Held, world.States["5001"].Status);
        return world;
    }
}
